package org.sparksoftmax.train.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.sparksoftmax.train.Unchecked;

/**
 * Executes numbered runs on a limited number of threads: the thread of a run that has ended starts
 * the next one. The first failure ends all runs.
 */
final class RunPool {

  private final int[] runs;
  private final IntConsumer run;
  private final Watcher watcher;
  private final List<Thread> threads = new ArrayList<>();
  private int next;

  /** The first failure; null if there is none. */
  private Throwable failure;

  /** Called by the threads of the pool. */
  interface Watcher {

    /** Called when a thread ends, because no run is left or a run failed. */
    void threadEnded();

    /** Called when the first run has failed: the others are to end soon. */
    void failed();
  }

  /**
   * @param runs the numbers of the runs, in the order in which they start
   * @param run executes a run
   */
  RunPool(int[] runs, IntConsumer run, Watcher watcher) {
    this.runs = runs.clone();
    this.run = run;
    this.watcher = watcher;
  }

  /**
   * Executes all runs. When this method returns or throws, no thread of this pool is left.
   *
   * @param atOnce the number of threads, at most the number of runs
   */
  void execute(int atOnce) {
    synchronized (this) {
      for (int t = 0; t < atOnce; t++) {
        threads.add(new Thread(this::work, String.format(Locale.ROOT, "tune-%d", t)));
      }
    }
    threads.forEach(Thread::start);
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= !ends(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private synchronized void rethrow() {
    if (failure != null) {
      throw Unchecked.rethrow(failure);
    }
  }

  /** Waits for the end of a thread; returns false if an interrupt ended all runs meanwhile. */
  private boolean ends(Thread thread) {
    boolean undisturbed = true;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException stopped) {
        undisturbed = false;
        fail(new IllegalStateException("Stopped while tuning", stopped));
      }
    }
    return undisturbed;
  }

  private void work() {
    try {
      for (int number = next(); number >= 0; number = next()) {
        run.accept(number);
      }
    } catch (Throwable failed) { // Spark's exceptions are undeclared
      fail(failed);
    } finally {
      watcher.threadEnded();
    }
  }

  /** The number of the next run; −1 if there is none, or if a run failed. */
  private synchronized int next() {
    return failure != null || next == runs.length ? -1 : runs[next++];
  }

  private void fail(Throwable reason) {
    synchronized (this) {
      if (failure != null) {
        return; // a consequence of the first one
      }
      failure = reason;
      threads.stream()
          .filter(thread -> thread != Thread.currentThread())
          .forEach(Thread::interrupt); // ends their Spark jobs
    }
    watcher.failed();
  }
}
