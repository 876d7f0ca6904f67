package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;

/** The sums from which {@link DetailedMeasures} are computed. Mutable and not thread-safe. */
final class DetailedCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  final ClassCounts byClass;
  final TopKCounts topK;
  final CalibrationCounts calibration = new CalibrationCounts();
  final ScoreHistograms scores;
  final ExactSum brierSum = new ExactSum();

  /** Σ w t_k over the rows with a known label. */
  private final ExactSum[] targetSums;

  /** Sums of the current block. */
  private double brierOfBlock;

  private final double[] targetsOfBlock;

  DetailedCounts(int classes) {
    this.byClass = new ClassCounts(classes);
    this.topK = new TopKCounts(classes);
    this.scores = new ScoreHistograms(classes);
    this.targetSums = new ExactSum[classes];
    Arrays.setAll(targetSums, k -> new ExactSum());
    this.targetsOfBlock = new double[classes];
  }

  /** Counts {@code row}, which is row {@code i} of {@code block}. */
  void add(ScoredRow row, ExampleBlock block, int i, WeightScale scale) {
    byClass.add(row);
    topK.add(row);
    calibration.add(row, scale);
    scores.add(row);
    if (row.hasKnownLabel()) {
      brierOfBlock += row.weight() * squaredDistance(row, block, i);
      addTargets(row, block, i);
    }
  }

  private void addTargets(ScoredRow row, ExampleBlock block, int i) {
    if (!block.hasTargets()) {
      targetsOfBlock[row.label()] += row.weight();
      return;
    }
    for (int k = 0; k < targetsOfBlock.length; k++) {
      targetsOfBlock[k] += row.weight() * block.target(i, k, targetsOfBlock.length);
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
    for (int k = 0; k < targetSums.length; k++) {
      targetSums[k].add(targetsOfBlock[k]);
    }
    Arrays.fill(targetsOfBlock, 0);
  }

  void merge(DetailedCounts other) {
    byClass.merge(other.byClass);
    topK.merge(other.topK);
    calibration.merge(other.calibration);
    scores.merge(other.scores);
    brierSum.add(other.brierSum);
    for (int k = 0; k < targetSums.length; k++) {
      targetSums[k].add(other.targetSums[k]);
    }
  }

  /** Σ w t_k over the rows with a known label, by class. */
  List<Double> targetWeights() {
    return Arrays.stream(targetSums).map(ExactSum::value).toList();
  }
}
