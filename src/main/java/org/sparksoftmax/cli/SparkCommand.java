package org.sparksoftmax.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import org.sparksoftmax.cli.cluster.ClusterException;
import org.sparksoftmax.cli.cluster.ClusterWatch;
import org.sparksoftmax.cli.cluster.MasterAccess;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.KryoClasses;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.data.job.SupportedSpark;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.output.FileSystems;
import org.sparksoftmax.run.Lineage;
import org.sparksoftmax.train.SoftmaxPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that runs in a Spark session if it needs one. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
abstract class SparkCommand implements Callable<Integer> {

  /** What Spark itself masks; conf/secure.conf has the same expressions. */
  static final String ADDRESSES = "://[^/@]+@";

  static final String SECRETS =
      "(?i)secret|passw|token|credential|access[.]?key|account[.]?key|" + ADDRESSES;

  @Spec private CommandSpec spec;

  @Option(names = "--verbose", description = "Show the stack trace of an error.")
  private boolean verbose;

  private Lineage lineage;

  final boolean isVerbose() {
    return verbose;
  }

  /** Receives what a command reads and writes. */
  final Lineage lineage() {
    return lineage;
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
    SupportedSpark.require();
    SparkConf conf = new SparkConf();
    KryoClasses.choose(conf);
    SoftmaxPlugin.addTo(conf);
    // Makes the splits of tables depend only on the files, not on the number of cores.
    conf.setIfMissing("spark.sql.files.minPartitionNum", "1");
    // Command lines and plans, in the web UI and the log of events, name files.
    conf.setIfMissing("spark.redaction.regex", SECRETS);
    conf.setIfMissing("spark.redaction.string.regex", ADDRESSES);
    // Makes the text of timestamps the same on every machine.
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    if (MasterAccess.isLocal(conf)) {
      // This process must survive to report an out-of-memory error.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      // While one thread starts Spark, other cores would idle.
      kernels().ifPresent(Kernels::warmUp);
    }
    EnvironmentFailure.requireTemporaryFolder(conf);
    MasterAccess.check(conf);
    try (ClusterWatch watch = ClusterWatch.start(conf, waitSeconds(), this::print)) {
      try {
        return runWatched(conf, start, watch);
      } catch (Throwable failure) { // Spark's exceptions are undeclared
        Optional<ClusterException> waited =
            watch.failure(failure, EnvironmentFailure.ofStopped(failure).isPresent());
        if (waited.isPresent()) {
          throw waited.get();
        }
        throw failure;
      }
    }
  }

  private void print(String line) {
    out().println(line);
    out().flush();
  }

  private int runWatched(SparkConf conf, long start, ClusterWatch watch) {
    SparkSession spark = session(conf);
    watch.started(spark.sparkContext());
    Signals signals = new Signals(spark.sparkContext());
    try {
      FileSystems.boundWaits(spark.sparkContext().hadoopConfiguration());
      writeNoChecksums(spark);
      Stopwatch stopwatch = new Stopwatch(start);
      stopwatch.lap("startup");
      lineage = Lineage.of(spark.sparkContext(), spec.name());
      return run(spark, stopwatch);
    } catch (Throwable failure) { // Spark's exceptions are undeclared
      if (lineage != null) {
        lineage.failed(String.valueOf(failure.getMessage()));
      }
      if (spark.sparkContext().isStopped()) { // by the cluster: what fails then, and how, is chance
        throw new IllegalStateException("SparkContext was stopped", failure);
      }
      throw failure;
    } finally {
      Signals.silence();
      spark.stop();
      signals.close();
    }
  }

  /**
   * Starts Spark. Its extension of sessions, functions of SQL for vectors, needs Scala's
   * reflection, which takes longer than to train on a small file.
   */
  private SparkSession session(SparkConf conf) {
    startContext(conf.setAppName("spark-softmax " + spec.name()));
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    try {
      if (!needsSql()) {
        thread.setContextClassLoader(new WithoutExtensions(loader));
      }
      return SparkInternals.session(conf);
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  private static void startContext(SparkConf conf) {
    try {
      SparkContext.getOrCreate(conf);
    } catch (Throwable refused) { // Spark's exceptions are undeclared
      if (YarnFailure.of(refused).isEmpty() && EnvironmentFailure.isOfSettings(refused)) {
        throw EnvironmentFailure.ofSettings(refused);
      }
      throw refused;
    }
  }

  /** The same classes and resources, but no extensions of sessions. */
  private static final class WithoutExtensions extends ClassLoader {
    WithoutExtensions(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals("META-INF/services/" + SparkSessionExtensionsProvider.class.getName())
          ? Collections.emptyEnumeration()
          : super.getResources(name);
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

  /** Runs the command without a Spark session and returns the exit code; empty if it needs one. */
  OptionalInt runWithoutSpark() {
    return OptionalInt.empty();
  }

  /** The form of the rows for which the command needs kernels, as far as it is known yet. */
  Optional<Kernels.Form> kernels() {
    return Optional.empty();
  }

  /** The form of most files of a format. */
  static Optional<Kernels.Form> kernelsFor(DataFormat format) {
    return Optional.of(format.equals(DataFormat.LIBSVM) ? Kernels.Form.SPARSE : Kernels.Form.DENSE);
  }

  /** The longest time, in seconds, that the command waits for the cluster. */
  double waitSeconds() {
    return TrainingConfig.Cluster.DEFAULT_WAIT_SECONDS;
  }

  /** Whether the command reads or writes tables. */
  boolean needsSql() {
    return true;
  }

  /** Runs the command in a Spark session and returns the exit code. */
  abstract int run(SparkSession spark, Stopwatch stopwatch);
}
