package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * The penalty on the weights ({@code regularization}): λ((1 − α)/2 ‖W‖₂² + α‖W‖₁).
 *
 * @param strength λ, at least 0
 * @param elasticNet α, 0 to 1
 */
public record RegularizationConfig(double strength, double elasticNet) {

  public RegularizationConfig {
    if (!(strength >= 0 && Double.isFinite(strength))) {
      throw invalid("regularization.strength", strength, "must be >= 0 and finite");
    }
    if (!(elasticNet >= 0 && elasticNet <= 1)) {
      throw invalid("regularization.elastic-net", elasticNet, "must be >= 0 and <= 1");
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
