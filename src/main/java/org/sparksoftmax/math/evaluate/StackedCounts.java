package org.sparksoftmax.math.evaluate;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.loss.CrossValidationFolds;

/**
 * The quick measures of several models in one pass, each on all rows or on its held-out fold.
 * Mutable and not thread-safe.
 */
public final class StackedCounts implements LogitSum {
  private static final long serialVersionUID = 1L;

  private final int classes;

  /** Null if every model is evaluated on all rows. */
  private final CrossValidationFolds folds;

  /** The held-out fold of each model. */
  private final int[] heldOut;

  /** The counts of each model. */
  private final ClassificationCounts[] counts;

  /**
   * Creates counts over no rows.
   *
   * @param classes K of each model
   * @param folds null to evaluate every model on all rows
   * @param heldOut for each model the fold that it is evaluated on
   * @param exampleWeightSum Σ w of all rows of the data set
   */
  public StackedCounts(
      int classes, CrossValidationFolds folds, int[] heldOut, double exampleWeightSum) {
    this.classes = classes;
    this.folds = folds;
    this.heldOut = heldOut.clone();
    this.counts = new ClassificationCounts[heldOut.length];
    for (int g = 0; g < counts.length; g++) {
      counts[g] = new ClassificationCounts(classes, Detail.QUICK, exampleWeightSum);
    }
  }

  @Override
  public void add(ExampleBlock block, int from, int to, double[] logits) {
    for (int i = from; i < to; i++) {
      int fold = folds == null ? 0 : folds.of(block, i);
      for (int g = 0; g < counts.length; g++) {
        if (folds == null || heldOut[g] == fold) {
          counts[g].addRow(block, i, logits, ((i - from) * counts.length + g) * classes);
        }
      }
    }
  }

  @Override
  public void endBlock() {
    for (ClassificationCounts ofModel : counts) {
      ofModel.endBlock();
    }
  }

  /** Adds {@code other} to these counts and returns this. */
  public StackedCounts merge(StackedCounts other) {
    for (int g = 0; g < counts.length; g++) {
      counts[g].merge(other.counts[g]);
    }
    return this;
  }

  /**
   * Weighted mean log loss of model {@code g} over rows with known labels; NaN if there are none.
   */
  public double logLoss(int g) {
    return ClassificationReport.logLoss(counts[g]);
  }

  /** Weighted share of rows that model {@code g} predicts correctly; 0 if there are no rows. */
  public double accuracy(int g) {
    return ClassificationReport.accuracy(counts[g]);
  }
}
