package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Confidence against accuracy: the rows by their largest probability c, in {@value #BINS} bins of
 * equal width, bin b for c in (b / {@value #BINS}, (b + 1) / {@value #BINS}]. Mutable; one owner at
 * a time.
 */
final class CalibrationCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int BINS = 15;

  private final long[] rows = new long[BINS];
  private final long[] weight = new long[BINS];
  private final long[] confidence = new long[BINS];
  private final long[] correct = new long[BINS];

  /** An unknown label is an error of the model, as it is in the accuracy. */
  void add(ScoredRow row, WeightScale scale) {
    double c = row.confidence();
    int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(c * BINS) - 1));
    rows[bin]++;
    weight[bin] += row.steps();
    confidence[bin] += scale.steps(row.weight() * c);
    if (row.label() == row.prediction()) {
      correct[bin] += row.steps();
    }
  }

  void merge(CalibrationCounts other) {
    for (int b = 0; b < BINS; b++) {
      rows[b] += other.rows[b];
      weight[b] += other.weight[b];
      confidence[b] += other.confidence[b];
      correct[b] += other.correct[b];
    }
  }

  /**
   * ECE = Σ_b |Σ w·right − Σ w·c| / Σ w, the sums inside over the rows of bin b, the last over all.
   *
   * @return NaN if all weights are 0
   */
  double expectedError() {
    double difference = 0;
    double all = 0;
    for (int b = 0; b < BINS; b++) {
      difference += Math.abs((double) (correct[b] - confidence[b]));
      all += weight[b];
    }
    return difference / all;
  }

  List<ReliabilityBin> bins(WeightScale scale) {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      bins.add(
          new ReliabilityBin(
              (double) b / BINS,
              (b + 1.0) / BINS,
              rows[b],
              scale.weight(weight[b]),
              (double) confidence[b] / weight[b],
              (double) correct[b] / weight[b]));
    }
    return bins;
  }
}
