package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Confidence and accuracy by bin. Rows are grouped by their largest probability c into {@value
 * #BINS} bins of equal width, bin b for c in (b / {@value #BINS}, (b + 1) / {@value #BINS}].
 * Mutable and not thread-safe.
 */
final class CalibrationCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int BINS = 15;

  private final long[] rows = new long[BINS];
  private final long[] weight = new long[BINS];
  private final long[] confidence = new long[BINS];
  private final long[] correct = new long[BINS];

  /** Counts a row with an unknown label as an error, as the accuracy does. */
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
   * ECE = Σ_b |Σ w·correct − Σ w·c| / Σ w, where the inner sums are over the rows of bin b and the
   * last is over all rows.
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
