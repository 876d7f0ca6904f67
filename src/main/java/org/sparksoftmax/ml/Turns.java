package org.sparksoftmax.ml;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes the fits of an application that use the same folder take turns. They are equal, such as
 * those of a grid over thresholds, so that the second continues the finished one, which gives its
 * result at once.
 */
final class Turns {

  /** The folders in use. Also the lock. */
  private static final Set<String> TAKEN = new HashSet<>();

  private Turns() {}

  /** Returns the result of {@code fit}, which begins when no other fit uses {@code folder}. */
  static <T> T during(String folder, Supplier<T> fit) {
    take(folder);
    try {
      return fit.get();
    } finally {
      end(folder);
    }
  }

  private static void take(String folder) {
    synchronized (TAKEN) {
      try {
        while (!TAKEN.add(folder)) {
          TAKEN.wait();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            "Interrupted while an equal fit used checkpointDir " + folder, interrupted);
      }
    }
  }

  private static void end(String folder) {
    synchronized (TAKEN) {
      TAKEN.remove(folder);
      TAKEN.notifyAll();
    }
  }
}
