package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weight, in steps, of the rows whose label is among the k classes with the largest logits. Mutable
 * and not thread-safe.
 */
final class TopKCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The values of k; those of K or more are not reported. */
  private static final int[] SIZES = {2, 3, 5, 10};

  private final int classes;
  private final long[] correct = new long[SIZES.length];

  TopKCounts(int classes) {
    this.classes = classes;
  }

  void add(ScoredRow row) {
    for (int s = 0; s < SIZES.length; s++) {
      if (row.rank() < SIZES[s] && row.hasKnownLabel()) {
        correct[s] += row.steps();
      }
    }
  }

  void merge(TopKCounts other) {
    for (int s = 0; s < SIZES.length; s++) {
      correct[s] += other.correct[s];
    }
  }

  /**
   * The top-k accuracy for each k below K.
   *
   * @param weight Σ w of all rows, in steps
   */
  SortedMap<Integer, Double> accuracies(long weight) {
    SortedMap<Integer, Double> accuracies = new TreeMap<>();
    for (int s = 0; s < SIZES.length; s++) {
      if (SIZES[s] < classes) {
        accuracies.put(SIZES[s], Share.of(correct[s], weight));
      }
    }
    return accuracies;
  }
}
