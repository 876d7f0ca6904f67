package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import org.sparksoftmax.math.kernel.FixedPoint;

/**
 * Example weights as whole numbers of steps 2^−e, whose sums are exact and so the same in any
 * order. e is the largest for which Σ w stays below 2^61 steps: a weight is rounded by at most
 * 2^−61 Σ w, and whole weights, 1 among them, not at all. Immutable.
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

  /** The weight of so many steps. */
  double weight(long steps) {
    return steps / stepsPerUnit;
  }

  boolean isSameAs(WeightScale other) {
    return stepsPerUnit == other.stepsPerUnit;
  }
}
