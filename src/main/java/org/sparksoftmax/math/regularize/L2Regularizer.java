package org.sparksoftmax.math.regularize;

import java.util.Locale;
import org.sparksoftmax.math.linalg.DotProduct;

/**
 * λ/2 Σ θᵢ² over the first {@code penalized} parameters: the weights, not the intercepts that
 * follow.
 */
public final class L2Regularizer implements Regularizer {
  private static final long serialVersionUID = 1L;

  private final double strength;
  private final int penalized;

  /**
   * @param strength λ
   * @param penalized number of leading parameters that are penalised
   * @throws IllegalArgumentException if λ is negative or not finite
   */
  public L2Regularizer(double strength, int penalized) {
    if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid regularization strength: %s (must be >= 0 and finite)",
              strength));
    }
    this.strength = strength;
    this.penalized = penalized;
  }

  @Override
  public double value(double[] parameters) {
    if (strength == 0) {
      return 0; // not 0 · ∞ for diverged weights
    }
    return strength / 2 * DotProduct.of(parameters, parameters, penalized);
  }

  @Override
  public double strongConvexity() {
    return strength;
  }

  @Override
  public void addGradient(double[] parameters, double[] gradient, int from, int to) {
    if (strength == 0) {
      return;
    }
    for (int i = from; i < Math.min(to, penalized); i++) {
      gradient[i] += strength * parameters[i];
    }
  }
}
