package org.sparksoftmax.math.regularize;

import java.io.Serializable;
import java.util.Locale;
import org.sparksoftmax.math.linalg.Parts;

/**
 * λ₁ Σ fᵢ|θᵢ| over the first {@code penalized} parameters. It is not differentiable where a
 * parameter is 0, so it is kept apart from the gradient: update rules that support it use its
 * subgradient of least norm or its proximal map.
 *
 * @param strength λ₁, at least 0
 * @param penalized number of leading parameters that are penalised; 0 if λ₁ = 0
 * @param factors fᵢ of each of them, above 0; null if all are 1; not copied
 */
public record L1Penalty(double strength, int penalized, double[] factors) implements Serializable {

  /** No penalty. */
  public static final L1Penalty NONE = new L1Penalty(0, 0);

  public L1Penalty {
    if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid L1 penalty: %s (must be >= 0 and finite)", strength));
    }
    penalized = strength > 0 ? penalized : 0;
  }

  /** Creates a penalty with all factors 1. */
  public L1Penalty(double strength, int penalized) {
    this(strength, penalized, null);
  }

  /** The same penalty with other factors. */
  public L1Penalty withFactors(double[] other) {
    return new L1Penalty(strength, penalized, other);
  }

  /** λ₁fᵢ. */
  public double strength(int i) {
    return factors == null ? strength : strength * factors[i];
  }

  /** Whether there is no penalty. */
  public boolean isNone() {
    return penalized == 0;
  }

  /** λ₁ Σ fᵢ|θᵢ|. */
  public double value(double[] parameters) {
    if (isNone()) {
      return 0; // not 0 · ∞ for diverged weights
    }
    return strength
        * Parts.sum(
            penalized,
            (from, to) -> {
              double sum = 0;
              for (int i = from; i < to; i++) {
                sum +=
                    factors == null
                        ? Math.abs(parameters[i])
                        : factors[i] * Math.abs(parameters[i]);
              }
              return sum;
            });
  }

  /**
   * The subgradient of least norm of f + λ₁ Σ fᵢ|θᵢ| (Andrew and Gao 2007, eq. 4): its negative is
   * the direction of steepest descent, and it is 0 at a minimum.
   *
   * @param gradient ∇f; not modified
   * @return a new vector, or {@code gradient} itself if there is no penalty
   */
  public double[] leastSubgradient(double[] parameters, double[] gradient) {
    if (isNone()) {
      return gradient;
    }
    double[] least = gradient.clone();
    Parts.forEach(
        penalized,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            least[i] = leastSubgradient(parameters[i], gradient[i], strength(i));
          }
        });
    return least;
  }

  private static double leastSubgradient(double parameter, double derivative, double strength) {
    if (parameter != 0) {
      return derivative + Math.signum(parameter) * strength;
    }
    if (derivative > strength) {
      return derivative - strength;
    }
    return derivative < -strength ? derivative + strength : 0 * derivative; // NaN stays NaN
  }

  /**
   * Applies the proximal map of a step s in place: θᵢ moves towards 0 by sᵢλ₁fᵢ and stops at 0.
   *
   * @param steps sᵢ for each parameter, or a single s for all
   */
  public void shrinkInPlace(double[] parameters, double[] steps) {
    if (isNone()) {
      return;
    }
    Parts.forEach(
        penalized,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            parameters[i] = shrunk(i, parameters[i], steps[steps.length == 1 ? 0 : i]);
          }
        });
  }

  /** The proximal map of a step of size {@code step} for the value of parameter {@code i}. */
  public double shrunk(int i, double value, double step) {
    if (i >= penalized) {
      return value;
    }
    double size = Math.abs(value) - strength(i) * step;
    // Written so that NaN stays NaN.
    return size <= 0 ? 0 : Math.signum(value) * size;
  }
}
