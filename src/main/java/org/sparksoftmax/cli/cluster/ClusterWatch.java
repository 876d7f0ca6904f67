package org.sparksoftmax.cli.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.sparksoftmax.text.Count;

/**
 * Watches whether the cluster gives a command what it needs. A wait is told after 15 s and then
 * every minute, with what is missing; one that is too long ends the jobs of the command.
 */
public final class ClusterWatch implements AutoCloseable {

  private final SparkConf conf;
  private final Wait wait;
  private final ClusterActivity activity = new ClusterActivity(System::nanoTime);
  private final Thread command = Thread.currentThread();
  private final long start = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile SparkContext spark;
  private volatile String ended;

  private ClusterWatch(SparkConf conf, double waitSeconds, Consumer<String> out) {
    this.conf = conf;
    this.wait = new Wait(waitSeconds, out);
  }

  /**
   * Starts to watch, before Spark starts, on behalf of the present thread.
   *
   * @param waitSeconds the longest wait
   * @param out receives the lines about a wait
   */
  public static ClusterWatch start(SparkConf conf, double waitSeconds, Consumer<String> out) {
    ClusterWatch watch = new ClusterWatch(conf, waitSeconds, out);
    if (!MasterAccess.isLocal(conf)) {
      Thread thread = new Thread(watch::watch, "cluster-watch");
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
  }

  /** Called when Spark has started. */
  public void started(SparkContext context) {
    context.addSparkListener(activity);
    spark = context;
  }

  /**
   * The failure to report in the place of one of the command.
   *
   * @param failure that of the command
   * @param stopped whether the command failed because Spark was stopped
   * @return empty if the command was not ended because of the cluster
   */
  public Optional<ClusterException> failure(Throwable failure, boolean stopped) {
    boolean onYarn = YarnCluster.isClient(conf);
    if (ended != null && onYarn) {
      Thread.interrupted(); // by this watch
      YarnCluster.end(conf);
    }
    Optional<String> message = Optional.ofNullable(ended);
    if (message.isEmpty() && stopped && onYarn) {
      message =
          YarnCluster.whyEnded(conf)
              .map(
                  why ->
                      "YARN ended the application while the command was running: "
                          + why
                          + "; repeat the command (train: with --resume)");
    }
    return message.map(text -> new ClusterException(text, failure));
  }

  private void watch() {
    try {
      while (!closed.await(1, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      return; // the jobs are cancelled, which is not work
    }
    if (ended == null) {
      wait.update(waited(), this::missing).ifPresent(message -> ended = message);
    }
    if (ended != null) {
      end();
    }
  }

  private OptionalDouble waited() {
    return spark == null ? OptionalDouble.of((System.nanoTime() - start) / 1e9) : activity.waited();
  }

  /** Cancels the jobs, also those that start later, until the command has ended. */
  private void end() {
    if (spark == null) {
      command.interrupt();
    } else if (!spark.isStopped()) {
      try {
        spark.cancelAllJobs();
      } catch (IllegalStateException stopped) {
        if (!spark.isStopped()) {
          throw stopped;
        }
      }
    }
  }

  private String missing() {
    try {
      return ask();
    } catch (RuntimeException unknown) { // would end the watch
      return "the cluster does not say why: " + unknown.getMessage();
    }
  }

  private String ask() {
    List<String> silent = activity.silent();
    if (!silent.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "no heartbeat of %s %s for %.0f s: look at the network between it and this driver",
          silent.size() == 1 ? "executor" : "executors",
          String.join(", ", silent),
          ClusterActivity.SILENCE);
    }
    int executors = activity.executors();
    if (executors > 0) {
      return String.format(
          Locale.ROOT, "no task starts on its %s", Count.of(executors, "executor"));
    }
    if (conf.get("spark.master").startsWith("spark://")) {
      return StandaloneCluster.missing(conf, spark == null ? "" : spark.applicationId());
    }
    if (YarnCluster.isClient(conf)) {
      return YarnCluster.missing(conf);
    }
    return String.format(
        Locale.ROOT,
        "no executor of %s has started: its queue or its nodes may have no room",
        StandaloneCluster.Size.ofExecutor(conf));
  }

  @Override
  public void close() {
    closed.countDown();
    if (ended != null) {
      Thread.interrupted(); // by this watch
    }
  }
}
