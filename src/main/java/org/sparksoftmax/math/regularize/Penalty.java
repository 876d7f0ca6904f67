package org.sparksoftmax.math.regularize;

import java.util.Locale;

/**
 * A penalty of fixed strength on the weights: λ((1 − α)/2 ‖W‖₂² + α‖W‖₁).
 *
 * @param strength λ, at least 0 and finite
 * @param elasticNet α, 0 to 1
 */
public record Penalty(double strength, double elasticNet) {

  public Penalty {
    if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid regularization strength: %s (must be >= 0 and finite)",
              strength));
    }
    if (!(elasticNet >= 0 && elasticNet <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid share of the L1 penalty: %s (must be >= 0 and <= 1)",
              elasticNet));
    }
  }

  /** λ(1 − α), the factor of ½‖W‖₂². */
  public double l2() {
    return strength * (1 - elasticNet);
  }

  /** λα, the factor of ‖W‖₁. */
  public double l1() {
    return strength * elasticNet;
  }
}
