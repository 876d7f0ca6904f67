package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Labels and predictions by class: row counts, and sums of weights in steps. Mutable and not
 * thread-safe.
 */
final class ClassCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int classes;
  private final long[] rows;
  private final long[] labelled;
  private final long[] predicted;
  private final long[] correct;

  /** Row count and weight of each wrong (label, prediction) pair, keyed by label·K + prediction. */
  private final HashMap<Long, long[]> confusions = new HashMap<>();

  ClassCounts(int classes) {
    this.classes = classes;
    this.rows = new long[classes];
    this.labelled = new long[classes];
    this.predicted = new long[classes];
    this.correct = new long[classes];
  }

  void add(ScoredRow row) {
    predicted[row.prediction()] += row.steps();
    if (!row.hasKnownLabel()) {
      return;
    }
    rows[row.label()]++;
    labelled[row.label()] += row.steps();
    if (row.label() == row.prediction()) {
      correct[row.label()] += row.steps();
    } else {
      addConfusion((long) row.label() * classes + row.prediction(), 1, row.steps());
    }
  }

  void merge(ClassCounts other) {
    for (int k = 0; k < classes; k++) {
      rows[k] += other.rows[k];
      labelled[k] += other.labelled[k];
      predicted[k] += other.predicted[k];
      correct[k] += other.correct[k];
    }
    other.confusions.forEach((pair, sums) -> addConfusion(pair, sums[0], sums[1]));
  }

  private void addConfusion(long pair, long rowsMore, long steps) {
    long[] sums = confusions.computeIfAbsent(pair, absent -> new long[2]);
    sums[0] += rowsMore;
    sums[1] += steps;
  }

  /** Number of rows with label {@code k}. */
  long rows(int k) {
    return rows[k];
  }

  /** Σ w of the rows with label {@code k}, in steps. */
  long labelled(int k) {
    return labelled[k];
  }

  /** Σ w of the rows predicted as {@code k}, including those with an unknown label, in steps. */
  long predicted(int k) {
    return predicted[k];
  }

  /** Σ w of the rows with label {@code k} that are predicted as {@code k}, in steps. */
  long correct(int k) {
    return correct[k];
  }

  /** Row count, then Σ w, of each wrong (label, prediction) pair, keyed by label·K + prediction. */
  Map<Long, long[]> confusions() {
    return confusions;
  }
}
