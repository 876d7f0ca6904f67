package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.Comparator;
import org.sparksoftmax.math.block.FeatureBlock;

/** An incorrect prediction. Immutable. */
public final class Mistake implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By decreasing probability, then by position in the data set. */
  static final Comparator<Mistake> MOST_CONFIDENT_FIRST =
      Comparator.comparingDouble((Mistake mistake) -> -mistake.probability)
          .thenComparingLong(mistake -> mistake.order)
          .thenComparingInt(mistake -> mistake.row);

  private final long order;
  private final int row;
  private final int label;
  private final int prediction;
  private final double probability;
  private final double labelProbability;
  private final FeatureBlock features;

  /**
   * @param order of the block
   * @param row in the block
   * @param label y, known
   * @param prediction ŷ
   * @param probability p of ŷ
   * @param labelProbability p of y
   * @param features one row
   */
  Mistake(
      long order,
      int row,
      int label,
      int prediction,
      double probability,
      double labelProbability,
      FeatureBlock features) {
    this.order = order;
    this.row = row;
    this.label = label;
    this.prediction = prediction;
    this.probability = probability;
    this.labelProbability = labelProbability;
    this.features = features;
  }

  /** The order of its block. */
  public long order() {
    return order;
  }

  /** Its position in the block. */
  public int row() {
    return row;
  }

  /** y. */
  public int label() {
    return label;
  }

  /** ŷ. */
  public int prediction() {
    return prediction;
  }

  /** p of ŷ. */
  public double probability() {
    return probability;
  }

  /** p of y. */
  public double labelProbability() {
    return labelProbability;
  }

  /** The raw features, a block of one row. */
  public FeatureBlock features() {
    return features;
  }
}
