package org.sparksoftmax.bench;

import java.util.Arrays;

/** Times of repetitions of one thing, in milliseconds. */
record Timing(double[] milliseconds) {

  /** Something that may fail. */
  interface Task {
    void run() throws Exception;
  }

  /** Runs {@code task} some times uncounted, then some times counted. */
  static Timing of(int warmUp, int counted, Task task) throws Exception {
    for (int i = 0; i < warmUp; i++) {
      task.run();
    }
    double[] times = new double[counted];
    for (int i = 0; i < counted; i++) {
      times[i] = once(task);
    }
    Arrays.sort(times);
    return new Timing(times);
  }

  static double once(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) * 1e-6;
  }

  double median() {
    return milliseconds[milliseconds.length / 2];
  }

  double min() {
    return milliseconds[0];
  }

  double max() {
    return milliseconds[milliseconds.length - 1];
  }
}
