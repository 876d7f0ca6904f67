package org.sparksoftmax.linalg;

import java.io.Serializable;

/** Σ x² of every feature. Mutable; one owner at a time. */
public final class ColumnSquares implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] sums;

  /** What the additions of merged sums have left out, so that their order does not show. */
  private final double[] rests;

  private long rows;

  /** Of no rows yet. */
  public ColumnSquares(int features) {
    this.sums = new double[features];
    this.rests = new double[features];
  }

  /** Adds every row of {@code block}. */
  public void add(FeatureBlock block) {
    for (int i = 0; i < block.rows(); i++) {
      block.forEachValue(i, (j, value) -> sums[j] += value * value);
    }
    rows += block.rows();
  }

  /** Adds the rows of {@code other} and returns this. */
  public ColumnSquares merge(ColumnSquares other) {
    for (int j = 0; j < sums.length; j++) {
      rests[j] += other.rests[j] + TwoSum.rest(sums[j], other.sums[j]);
      sums[j] += other.sums[j];
    }
    rows += other.rows;
    return this;
  }

  /** Σ x² / N of every feature. */
  public double[] means() {
    double[] means = new double[sums.length];
    for (int j = 0; j < means.length; j++) {
      means[j] = (sums[j] + rests[j]) / rows;
    }
    return means;
  }
}
