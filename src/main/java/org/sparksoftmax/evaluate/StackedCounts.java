package org.sparksoftmax.evaluate;

import java.util.stream.Stream;
import org.sparksoftmax.linalg.ExactSum;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.loss.Folds;
import org.sparksoftmax.loss.SoftmaxCrossEntropy;

/**
 * Log loss and accuracy of several models in one pass, each on all rows or on the rows of the fold
 * that it was not trained on. Exact sums: neither the order of blocks nor that of merging shows.
 * Mutable; one owner at a time.
 */
public final class StackedCounts implements LogitSum {
  private static final long serialVersionUID = 1L;

  private final int classes;

  /** Null if every model is measured on all rows. */
  private final Folds folds;

  /** The fold that each model is measured on. */
  private final int[] heldOut;

  private final double[] blockLoss;
  private final double[] blockKnown;
  private final double[] blockCorrect;
  private final double[] blockWeight;
  private final ExactSum[] loss;
  private final ExactSum[] known;
  private final ExactSum[] correct;
  private final ExactSum[] weight;
  private final double[] logits;
  private final double[] target;
  private long checksum;

  /**
   * Of no rows yet.
   *
   * @param classes K of each model
   * @param folds null to measure every model on all rows
   * @param heldOut for each model the fold that it is measured on
   */
  public StackedCounts(int classes, Folds folds, int[] heldOut) {
    int models = heldOut.length;
    this.classes = classes;
    this.folds = folds;
    this.heldOut = heldOut.clone();
    this.blockLoss = new double[models];
    this.blockKnown = new double[models];
    this.blockCorrect = new double[models];
    this.blockWeight = new double[models];
    this.loss = sums(models);
    this.known = sums(models);
    this.correct = sums(models);
    this.weight = sums(models);
    this.logits = new double[classes];
    this.target = new double[classes];
  }

  private static ExactSum[] sums(int count) {
    return Stream.generate(ExactSum::new).limit(count).toArray(ExactSum[]::new);
  }

  @Override
  public void add(ExampleBlock block, int from, int to, double[] rows) {
    int models = heldOut.length;
    for (int i = from; i < to; i++) {
      int fold = folds == null ? 0 : folds.of(block, i);
      for (int g = 0; g < models; g++) {
        if (folds == null || heldOut[g] == fold) {
          System.arraycopy(rows, ((i - from) * models + g) * classes, logits, 0, classes);
          addRow(block, i, g);
        }
      }
    }
  }

  private void addRow(ExampleBlock block, int i, int g) {
    double exampleWeight = block.exampleWeight(i);
    blockWeight[g] += exampleWeight;
    int label = block.label(i);
    if (label == ExampleBlock.UNKNOWN_LABEL) {
      return;
    }
    if (SoftmaxCrossEntropy.largest(logits, 0, classes) == label) {
      blockCorrect[g] += exampleWeight;
    }
    double targetLogit = logits[label];
    if (block.hasTargets()) {
      for (int k = 0; k < classes; k++) {
        target[k] = block.target(i, k, classes);
      }
      targetLogit = SoftmaxCrossEntropy.targetLogit(logits, 0, target);
    }
    double rowLoss = SoftmaxCrossEntropy.softmaxInPlace(logits, 0, classes) - targetLogit;
    blockLoss[g] += exampleWeight * rowLoss;
    blockKnown[g] += exampleWeight;
  }

  @Override
  public void endBlock(long contentHash) {
    for (int g = 0; g < heldOut.length; g++) {
      loss[g].add(blockLoss[g]);
      known[g].add(blockKnown[g]);
      correct[g].add(blockCorrect[g]);
      weight[g].add(blockWeight[g]);
      blockLoss[g] = 0;
      blockKnown[g] = 0;
      blockCorrect[g] = 0;
      blockWeight[g] = 0;
    }
    checksum += contentHash;
  }

  /** Adds {@code other} to these counts and returns these. */
  public StackedCounts merge(StackedCounts other) {
    for (int g = 0; g < heldOut.length; g++) {
      loss[g].add(other.loss[g]);
      known[g].add(other.known[g]);
      correct[g].add(other.correct[g]);
      weight[g].add(other.weight[g]);
    }
    checksum += other.checksum;
    return this;
  }

  @Override
  public long checksum() {
    return checksum;
  }

  /** Weighted mean of the log loss of model {@code g} over rows of known labels; NaN if none. */
  public double logLoss(int g) {
    return loss[g].value() / known[g].value();
  }

  /** Weighted share of rows that model {@code g} predicts rightly; NaN if there are none. */
  public double accuracy(int g) {
    return correct[g].value() / weight[g].value();
  }
}
