package org.sparksoftmax.math.block;

import java.io.Serializable;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.linalg.ExactSum;

/**
 * Accumulates a weighted sum over rows for every feature, in fixed point, together with Σ w and Σ
 * w². Mutable and not thread-safe.
 */
public final class ColumnSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] sums;
  private final short[] scales;
  private final ExactSum weights = new ExactSum();
  private final ExactSum squaredWeights = new ExactSum();
  private boolean inRange = true;

  /** 2^e of each feature; null until a block is added. */
  private transient double[] factors;

  /**
   * Starts with no rows.
   *
   * @param exponents for each feature, an e with |f(x)| {@literal <} 2^e, where the sum is Σ w f(x)
   * @param weightSum upper bound on Σ w over all rows that will be added or merged
   */
  public ColumnSums(int[] exponents, double weightSum) {
    this.sums = new long[exponents.length];
    this.scales = new short[exponents.length];
    int weightExponent = Math.getExponent(weightSum) + 2;
    for (int j = 0; j < scales.length; j++) {
      scales[j] = (short) FixedPoint.scale(weightExponent + exponents[j]);
    }
  }

  /** Adds the sums of a block, rounding them to fixed point. */
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
   * @throws ArithmeticException if a summand exceeded its bound
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
