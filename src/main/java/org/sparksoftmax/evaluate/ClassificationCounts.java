package org.sparksoftmax.evaluate;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.sparksoftmax.linalg.ExactSum;
import org.sparksoftmax.linalg.ExampleBlock;

/**
 * Counts of labels against predictions, and the sum of the losses. Mutable; one owner at a time.
 */
public final class ClassificationCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int classes;
  private final long[] labelled;
  private final long[] predicted;
  private final long[] correct;
  private final HashMap<Long, Long> confusions = new HashMap<>();
  private long unknown;
  private final ExactSum lossSum = new ExactSum();

  /** Sum of the content hashes of the blocks: tells which blocks were counted. */
  private long checksum;

  /**
   * @param classes K
   */
  public ClassificationCounts(int classes) {
    this.classes = classes;
    this.labelled = new long[classes];
    this.predicted = new long[classes];
    this.correct = new long[classes];
  }

  /**
   * Counts one row.
   *
   * @param label its class, or {@link ExampleBlock#UNKNOWN_LABEL}
   * @param prediction the class that the model gives it
   */
  public void add(int label, int prediction) {
    predicted[prediction]++;
    if (label == ExampleBlock.UNKNOWN_LABEL) {
      unknown++;
      return;
    }
    labelled[label]++;
    if (label == prediction) {
      correct[label]++;
    } else {
      confusions.merge((long) label * classes + prediction, 1L, Long::sum);
    }
  }

  /**
   * Ends a block, of which every row has been counted.
   *
   * @param loss Σ −log p_label of its rows
   */
  public void endBlock(double loss, long contentHash) {
    lossSum.add(loss);
    checksum += contentHash;
  }

  /** Adds {@code other} to these counts and returns these. */
  public ClassificationCounts merge(ClassificationCounts other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "Cannot add counts of %d and %d classes".formatted(classes, other.classes));
    }
    for (int k = 0; k < classes; k++) {
      labelled[k] += other.labelled[k];
      predicted[k] += other.predicted[k];
      correct[k] += other.correct[k];
    }
    other.confusions.forEach((pair, count) -> confusions.merge(pair, count, Long::sum));
    unknown += other.unknown;
    lossSum.add(other.lossSum);
    checksum += other.checksum;
    return this;
  }

  /** The sum of the content hashes of the blocks, modulo 2^64. */
  public long checksum() {
    return checksum;
  }

  int classes() {
    return classes;
  }

  long labelled(int k) {
    return labelled[k];
  }

  long predicted(int k) {
    return predicted[k];
  }

  long correct(int k) {
    return correct[k];
  }

  /** Count of each wrong (label, prediction), keyed label·K + prediction. */
  Map<Long, Long> confusions() {
    return confusions;
  }

  long unknown() {
    return unknown;
  }

  double lossSum() {
    return lossSum.value();
  }
}
