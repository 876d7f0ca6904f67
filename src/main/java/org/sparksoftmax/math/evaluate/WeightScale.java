package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import org.sparksoftmax.math.kernel.FixedPoint;

/**
 * Represents example weights as integer multiples of a step 2^−e. Their sums are exact and hence
 * independent of the order. e is the largest value for which Σ w stays below 2^61 steps: a weight
 * is rounded by at most 2^−61 Σ w, and integer weights, including 1, are not rounded at all.
 * Immutable.
 */
final class WeightScale implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double stepsPerUnit;

  private WeightScale(double stepsPerUnit) {
    this.stepsPerUnit = stepsPerUnit;
  }

  /**
   * @param weightSum Σ w of all rows that may be summed
   */
  static WeightScale of(double weightSum) {
    int exponent = Math.getExponent(weightSum) + 1; // Σ w < 2^exponent
    return new WeightScale(Math.scalb(1.0, FixedPoint.scale(exponent)));
  }

  /** The number of steps nearest to {@code weight}. */
  long steps(double weight) {
    return (long) Math.rint(weight * stepsPerUnit);
  }

  /** The weight of {@code steps} steps. */
  double weight(long steps) {
    return steps / stepsPerUnit;
  }

  boolean isSameAs(WeightScale other) {
    return stepsPerUnit == other.stepsPerUnit;
  }
}
