package org.sparksoftmax.evaluate;

import java.io.Serializable;
import org.sparksoftmax.linalg.ExactSum;
import org.sparksoftmax.linalg.ExampleBlock;

/** The sums behind {@link DetailedMeasures}. Mutable; one owner at a time. */
final class DetailedCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  final ClassCounts byClass;
  final TopKCounts topK;
  final CalibrationCounts calibration = new CalibrationCounts();
  final ScoreHistograms scores;
  final ExactSum brierSum = new ExactSum();

  /** Of the block that has begun. */
  private double brierOfBlock;

  DetailedCounts(int classes) {
    this.byClass = new ClassCounts(classes);
    this.topK = new TopKCounts(classes);
    this.scores = new ScoreHistograms(classes);
  }

  /** Counts {@code row}, which is row {@code i} of {@code block}. */
  void add(ScoredRow row, ExampleBlock block, int i, WeightScale scale) {
    byClass.add(row);
    topK.add(row);
    calibration.add(row, scale);
    scores.add(row);
    if (row.hasKnownLabel()) {
      brierOfBlock += row.weight() * squaredDistance(row, block, i);
    }
  }

  /** Σ_k (p_k − t_k)². */
  private static double squaredDistance(ScoredRow row, ExampleBlock block, int i) {
    double sum = 0;
    for (int k = 0; k < row.classes(); k++) {
      double difference = row.probability(k) - block.target(i, k, row.classes());
      sum += difference * difference;
    }
    return sum;
  }

  void endBlock() {
    brierSum.add(brierOfBlock);
    brierOfBlock = 0;
  }

  void merge(DetailedCounts other) {
    byClass.merge(other.byClass);
    topK.merge(other.topK);
    calibration.merge(other.calibration);
    scores.merge(other.scores);
    brierSum.add(other.brierSum);
  }
}
