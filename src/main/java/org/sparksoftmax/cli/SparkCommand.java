package org.sparksoftmax.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.data.KryoClasses;
import org.sparksoftmax.train.SoftmaxPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that runs within a Spark session, unless it can do without. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
abstract class SparkCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--verbose", description = "Show the stack trace of an error.")
  private boolean verbose;

  final boolean isVerbose() {
    return verbose;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Override
  public final Integer call() {
    long start = System.nanoTime();
    prepare();
    try {
      OptionalInt done = runWithoutSpark();
      return done.isPresent() ? done.getAsInt() : runOnSpark(start);
    } finally {
      out().flush();
    }
  }

  private int runOnSpark(long start) {
    SparkConf conf = new SparkConf();
    KryoClasses.choose(conf);
    SoftmaxPlugin.addTo(conf);
    // Splits of tables follow from the files alone, not from the number of cores.
    conf.setIfMissing("spark.sql.files.minPartitionNum", "1");
    if (conf.get("spark.master", "").matches("local(\\[.*])?")) {
      // Tasks live in this process, which must outlive their running out of memory to say so.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    MasterAccess.check(conf);
    SparkSession spark =
        SparkSession.builder().config(conf).appName("spark-softmax " + spec.name()).getOrCreate();
    try {
      writeNoChecksums(spark);
      Stopwatch stopwatch = new Stopwatch(start);
      stopwatch.lap("startup");
      return run(spark, stopwatch);
    } finally {
      spark.stop();
    }
  }

  /** Hadoop's local file system would leave a hidden file beside each file that Spark writes. */
  private static void writeNoChecksums(SparkSession spark) {
    try {
      FileSystem.getLocal(spark.sparkContext().hadoopConfiguration()).setWriteChecksum(false);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  /** Checks what can be checked before Spark starts. */
  abstract void prepare();

  /** Does the work and returns the exit code, where that needs no Spark session. */
  OptionalInt runWithoutSpark() {
    return OptionalInt.empty();
  }

  /** Does the work and returns the exit code. */
  abstract int run(SparkSession spark, Stopwatch stopwatch);
}
