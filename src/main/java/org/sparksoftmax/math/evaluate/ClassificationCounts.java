package org.sparksoftmax.math.evaluate;

import java.util.Locale;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;

/**
 * The sums from which the measures are computed. Weights are summed in fixed point ({@link
 * WeightScale}); other terms are summed within each block and then without rounding across blocks,
 * so that the order of the blocks does not matter. Mutable and not thread-safe.
 */
public final class ClassificationCounts implements LogitSum {
  private static final long serialVersionUID = 1L;

  private final int classes;
  private final WeightScale scale;
  private long rows;
  private long unknownRows;

  /** Σ w in steps: of all rows, of those with a known label, and of those predicted correctly. */
  private long weight;

  private long knownWeight;
  private long correct;

  private final ExactSum lossSum = new ExactSum();

  /** Loss sum of the current block. */
  private double lossOfBlock;

  /** Null for {@link Detail#QUICK}. */
  private final DetailedCounts details;

  /**
   * @param classes K
   * @param exampleWeightSum Σ w of all rows of the data set
   */
  public ClassificationCounts(int classes, Detail detail, double exampleWeightSum) {
    this.classes = classes;
    this.scale = WeightScale.of(exampleWeightSum);
    this.details = detail == Detail.FULL ? new DetailedCounts(classes) : null;
  }

  @Override
  public void add(ExampleBlock block, int from, int to, double[] logits) {
    for (int i = from; i < to; i++) {
      addRow(block, i, logits, (i - from) * classes);
    }
  }

  /** Adds row {@code i}, whose K logits start at {@code offset} and may be overwritten. */
  void addRow(ExampleBlock block, int i, double[] logits, int offset) {
    int label = block.label(i);
    boolean known = label != ExampleBlock.UNKNOWN_LABEL;
    int prediction = SoftmaxCrossEntropy.largest(logits, offset, classes);
    double w = block.exampleWeight(i);
    long steps = scale.steps(w);
    rows++;
    weight += steps;
    if (known) {
      knownWeight += steps;
      correct += label == prediction ? steps : 0;
    } else {
      unknownRows++;
    }
    if (details == null) {
      lossOfBlock += known ? w * softmaxInPlace(block, i, logits, offset) : 0;
      return;
    }
    int rank = known ? rank(logits, offset, label) : classes;
    double loss = softmaxInPlace(block, i, logits, offset);
    lossOfBlock += known ? w * loss : 0;
    details.add(
        new ScoredRow(logits, offset, classes, label, prediction, rank, w, steps), block, i, scale);
  }

  /**
   * Replaces the logits with probabilities.
   *
   * @return the loss of the row, −Σ t_k log p_k = log Σ exp(z_k) Σ t_k − Σ t_k z_k; meaningless if
   *     the label is unknown
   */
  private double softmaxInPlace(ExampleBlock block, int i, double[] logits, int offset) {
    if (!block.hasTargets()) {
      int label = Math.max(0, block.label(i));
      double labelLogit = logits[offset + label];
      return SoftmaxCrossEntropy.softmaxInPlace(logits, offset, classes) - labelLogit;
    }
    double targets = 0;
    double expected = 0;
    for (int k = 0; k < classes; k++) {
      double t = block.target(i, k, classes);
      targets += t;
      expected += t * logits[offset + k];
    }
    return SoftmaxCrossEntropy.softmaxInPlace(logits, offset, classes) * targets - expected;
  }

  private int rank(double[] logits, int offset, int label) {
    double labelLogit = logits[offset + label];
    int before = 0;
    for (int k = 0; k < classes; k++) {
      double z = logits[offset + k];
      before += z > labelLogit || (z == labelLogit && k < label) ? 1 : 0;
    }
    return before;
  }

  @Override
  public void endBlock() {
    lossSum.add(lossOfBlock);
    lossOfBlock = 0;
    if (details != null) {
      details.endBlock();
    }
  }

  /** Adds {@code other} to these counts and returns this. */
  public ClassificationCounts merge(ClassificationCounts other) {
    if (other.classes != classes
        || !other.scale.isSameAs(scale)
        || (other.details == null) != (details == null)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot add counts of %d and %d classes, or of other detail or weight",
              classes,
              other.classes));
    }
    rows += other.rows;
    unknownRows += other.unknownRows;
    weight += other.weight;
    knownWeight += other.knownWeight;
    correct += other.correct;
    lossSum.add(other.lossSum);
    if (details != null) {
      details.merge(other.details);
    }
    return this;
  }

  int classes() {
    return classes;
  }

  WeightScale scale() {
    return scale;
  }

  long rows() {
    return rows;
  }

  long unknownRows() {
    return unknownRows;
  }

  /** Σ w of all rows, in steps. */
  long weight() {
    return weight;
  }

  /** Σ w of the rows with a known label, in steps. */
  long knownWeight() {
    return knownWeight;
  }

  /** Σ w of the rows predicted correctly, in steps. */
  long correct() {
    return correct;
  }

  /** Σ w ℓ over the rows with a known label. */
  double lossSum() {
    return lossSum.value();
  }

  /** Null for {@link Detail#QUICK}. */
  DetailedCounts details() {
    return details;
  }
}
