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

/** A command that runs in a Spark session, unless it needs none. */
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
    // The splits of tables depend on the files alone, not on the number of cores.
    conf.setIfMissing("spark.sql.files.minPartitionNum", "1");
    if (conf.get("spark.master", "").matches("local(\\[.*])?")) {
      // Tasks run in this process, which must survive to report that they ran out of memory.
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

  /** Prevents the hidden checksum file that Hadoop would add for each local file of Spark. */
  private static void writeNoChecksums(SparkSession spark) {
    try {
      FileSystem.getLocal(spark.sparkContext().hadoopConfiguration()).setWriteChecksum(false);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  /** Checks options and configuration before Spark starts. */
  abstract void prepare();

  /** Runs the command and returns the exit code, if it needs no Spark session. */
  OptionalInt runWithoutSpark() {
    return OptionalInt.empty();
  }

  /** Runs the command and returns the exit code. */
  abstract int run(SparkSession spark, Stopwatch stopwatch);
}
