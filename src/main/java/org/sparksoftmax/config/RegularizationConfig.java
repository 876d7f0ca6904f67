package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.OptionalDouble;

/**
 * The penalty on the weights ({@code regularization}): λ((1 − α)/2 ‖W‖₂² + α‖W‖₁).
 *
 * @param strength λ, at least 0; empty for {@code auto}, which is resolved from the training rows
 * @param elasticNet α, 0 to 1
 */
public record RegularizationConfig(OptionalDouble strength, double elasticNet) {

  public RegularizationConfig {
    double given = strength.orElse(0);
    if (!(given >= 0 && Double.isFinite(given))) {
      throw invalid("regularization.strength", given, "must be >= 0 and finite, or auto");
    }
    if (!(elasticNet >= 0 && elasticNet <= 1)) {
      throw invalid("regularization.elastic-net", elasticNet, "must be >= 0 and <= 1");
    }
  }

  /** Whether λ is chosen from the training rows. */
  public boolean isAuto() {
    return strength.isEmpty();
  }

  /** Whether there is an L1 penalty; {@code auto} is always above 0. */
  public boolean hasL1() {
    return elasticNet > 0 && strength.orElse(1) > 0;
  }
}
