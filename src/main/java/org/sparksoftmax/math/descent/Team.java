package org.sparksoftmax.math.descent;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share many short loops. Between two loops they spin for some microseconds before
 * they sleep, so that a loop of a tenth of a millisecond is worth sharing. The calling thread takes
 * part.
 */
final class Team implements AutoCloseable {

  /** About a tenth of a millisecond. */
  private static final int SPINS = 2000;

  /** How long the caller sleeps while it waits for helpers that others keep from running. */
  private static final int PAUSE_NANOS = 20_000;

  /** One iteration of a loop. */
  interface Body {

    /**
     * Runs iteration {@code index}.
     *
     * @param thread index of the thread, from 0; each runs one iteration at a time
     */
    void run(int index, int thread);
  }

  private final Thread[] helpers;

  /** Whether each helper sleeps, or is about to. */
  private final AtomicInteger sleeping = new AtomicInteger();

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();

  /** Written before {@code loop}, which publishes them. */
  private Body body;

  private int count;

  /** Number of the current loop; negative after the last. */
  private volatile int loop;

  private volatile Throwable failure;

  /**
   * @param threads number of threads, including the caller's
   */
  Team(int threads) {
    helpers = new Thread[threads - 1];
    for (int h = 0; h < helpers.length; h++) {
      int thread = h + 1;
      helpers[h] = new Thread(() -> help(thread), "softmax-descent-" + thread);
      helpers[h].setDaemon(true);
      helpers[h].start();
    }
  }

  /** Number of threads. */
  int threads() {
    return helpers.length + 1;
  }

  /** Runs {@code body} for 0 to {@code count} − 1, in any order, and waits for all of them. */
  void forEach(int count, Body body) {
    this.body = body;
    this.count = count;
    next.set(0);
    working.set(helpers.length);
    start(loop + 1);
    work(0);
    for (int spins = 0; working.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private void start(int number) {
    loop = number;
    if (sleeping.get() > 0) {
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    }
  }

  private void work(int thread) {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        body.run(i, thread);
      }
    } catch (RuntimeException | Error failed) {
      failure = failed;
      next.set(count);
    }
  }

  private void help(int thread) {
    int done = 0;
    while (true) {
      await(done);
      if (loop < 0) {
        return;
      }
      done = loop;
      work(thread);
      working.decrementAndGet();
    }
  }

  private void await(int done) {
    for (int spins = 0; loop == done; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        sleeping.incrementAndGet();
        if (loop == done) { // checked after the increment, which start reads after the loop
          LockSupport.park(this);
        }
        sleeping.decrementAndGet();
      }
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    start(-1);
  }
}
