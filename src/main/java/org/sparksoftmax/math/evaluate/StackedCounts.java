package org.sparksoftmax.math.evaluate;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.loss.CrossValidationFolds;

/**
 * The quick measures of several models in one pass, each on all rows or on the rows of the fold
 * that it was not trained on. Mutable; one owner at a time.
 */
public final class StackedCounts implements LogitSum {
  private static final long serialVersionUID = 1L;

  private final int classes;

  /** Null if every model is measured on all rows. */
  private final CrossValidationFolds folds;

  /** The fold that each model is measured on. */
  private final int[] heldOut;

  /** Of each model. */
  private final ClassificationCounts[] counts;

  /**
   * Of no rows yet.
   *
   * @param classes K of each model
   * @param folds null to measure every model on all rows
   * @param heldOut for each model the fold that it is measured on
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

  /** Adds {@code other} to these counts and returns these. */
  public StackedCounts merge(StackedCounts other) {
    for (int g = 0; g < counts.length; g++) {
      counts[g].merge(other.counts[g]);
    }
    return this;
  }

  /** Weighted mean of the log loss of model {@code g} over rows of known labels; NaN if none. */
  public double logLoss(int g) {
    return ClassificationReport.logLoss(counts[g]);
  }

  /** Weighted share of rows that model {@code g} predicts correctly; 0 if there are none. */
  public double accuracy(int g) {
    return ClassificationReport.accuracy(counts[g]);
  }
}
