package org.sparksoftmax.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;

/**
 * Ends a command when the process receives a signal: cancels its Spark jobs, so that it fails,
 * saves its state and prints how it ended. Only then does Spark stop.
 */
final class Signals {

  /** The time that a command has to end. */
  private static final int SECONDS = 10;

  /** A job that starts after others were cancelled is cancelled within this time. */
  private static final int INTERVAL_MILLIS = 20;

  /** Before Spark's own hook, which has 30 more than that of file systems. */
  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

  private static final CountDownLatch ENDED = new CountDownLatch(1);

  private final SparkContext spark;
  private final PrintStream err = System.err;
  private final Runnable hook = this::endCommand;

  /** Handles signals until {@link #close}. */
  Signals(SparkContext spark) {
    this.spark = spark;
    ShutdownHookManager.get()
        .addShutdownHook(hook, PRIORITY, 2L * SECONDS, TimeUnit.SECONDS); // the limit is our own
  }

  /** Whether the process is being stopped. */
  static boolean isStopping() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  /** Called when the command has ended and its last line is printed. */
  static void commandEnded() {
    ENDED.countDown();
  }

  private void endCommand() {
    silence();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try {
      do {
        cancelJobs();
        if (ENDED.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } while (System.nanoTime() < end);
      err.printf(
          Locale.ROOT,
          "Stopped by a signal; the command did not save its state within %d s%n",
          SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    err.flush();
  }

  private void cancelJobs() {
    try {
      spark.cancelAllJobs();
    } catch (IllegalStateException cannot) {
      if (!spark.isStopped()) { // the command itself stops Spark
        throw cannot;
      }
    }
  }

  /**
   * Discards what others print: threads of Spark that are interrupted, or whose work is rejected
   * because Spark stops, print stack traces. The command has a writer of its own.
   */
  static void silence() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  /** Leaves signals to Java again. */
  void close() {
    if (!isStopping()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
