package org.sparksoftmax.math.block;

import java.io.Serializable;
import org.sparksoftmax.math.kernel.FixedPoint;

/** Accumulates Σ x² of every feature in fixed point. Mutable and not thread-safe. */
public final class ColumnSquares implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] sums;
  private final short[] scales;

  /** 2^e of each feature; null until a block is added. */
  private transient double[] factors;

  private long rows;

  /**
   * Starts with no rows.
   *
   * @param mostRows upper bound on the number of rows that will be added or merged
   */
  public ColumnSquares(ColumnMagnitudes magnitudes, long mostRows) {
    this.sums = new long[magnitudes.features()];
    this.scales = new short[sums.length];
    int rowBits = Long.SIZE - Long.numberOfLeadingZeros(mostRows);
    for (int j = 0; j < scales.length; j++) {
      scales[j] = (short) FixedPoint.scale(2 * magnitudes.exponent(j) + rowBits);
    }
  }

  /** Adds every row of {@code block}. */
  public void add(FeatureBlock block) {
    if (factors == null) {
      factors = FixedPoint.factors(scales);
    }
    for (int i = 0; i < block.rows(); i++) {
      // Scaled before it is squared: the square of a large value may overflow.
      block.forEachValue(i, (j, value) -> sums[j] += (long) (value * factors[j] * value));
    }
    rows += block.rows();
  }

  /** Adds the rows of {@code other} and returns this. */
  public ColumnSquares merge(ColumnSquares other) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += other.sums[j];
    }
    rows += other.rows;
    return this;
  }

  /** Σ x² / N of every feature. */
  public double[] means() {
    double[] means = new double[sums.length];
    for (int j = 0; j < means.length; j++) {
      means[j] = (double) sums[j] / rows * Math.scalb(1.0, -scales[j]);
    }
    return means;
  }
}
