package org.sparksoftmax.math.block;

import java.io.Serializable;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.linalg.ExactSum;

/**
 * A weighted sum over rows for every feature, in fixed point, and Σ w and Σ w² of the rows.
 * Mutable; one owner at a time.
 */
public final class ColumnSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] sums;
  private final short[] scales;
  private final ExactSum weights = new ExactSum();
  private final ExactSum squaredWeights = new ExactSum();
  private boolean inRange = true;

  /** 2^e of each feature, while blocks are added; null where sums are merged. */
  private transient double[] factors;

  /**
   * Of no rows yet.
   *
   * @param exponents for each feature an e with |f(x)| {@literal <} 2^e for what is summed
   * @param weightSum Σ w of all rows that will be added or merged, at most
   */
  public ColumnSums(int[] exponents, double weightSum) {
    this.sums = new long[exponents.length];
    this.scales = new short[exponents.length];
    int weightExponent = Math.getExponent(weightSum) + 2;
    for (int j = 0; j < scales.length; j++) {
      scales[j] = (short) FixedPoint.scale(weightExponent + exponents[j]);
    }
  }

  /** Adds the sums of a block, which are rounded to the fixed point here. */
  public void add(double[] ofBlock, double weightSum, double squaredWeightSum) {
    if (factors == null) {
      factors = FixedPoint.factors(scales);
    }
    inRange &= FixedPoint.add(ofBlock, 0, factors, sums, 0, sums.length) < FixedPoint.LIMIT;
    weights.add(weightSum);
    squaredWeights.add(squaredWeightSum);
  }

  /** Adds the rows of {@code other} and returns this. */
  public ColumnSums merge(ColumnSums other) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += other.sums[j];
    }
    weights.add(other.weights);
    squaredWeights.add(other.squaredWeights);
    inRange &= other.inRange;
    return this;
  }

  /** Σ w. */
  public double weightSum() {
    return weights.value();
  }

  /** Σ w². */
  public double squaredWeightSum() {
    return squaredWeights.value();
  }

  /**
   * The sum of each feature.
   *
   * @throws ArithmeticException if a summand was beyond its bound
   */
  public double[] values() {
    if (!inRange) {
      throw new ArithmeticException("A sum over a feature is beyond its bound");
    }
    double[] values = new double[sums.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = sums[j] * Math.scalb(1.0, -scales[j]);
    }
    return values;
  }
}
