package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * What counts as an error, and how much ({@code loss}).
 *
 * @param labelSmoothing ε: the share of each target that is spread over all classes, 0 to below 1
 * @param classWeights factors of the example weights
 */
public record LossConfig(double labelSmoothing, ClassWeights classWeights) {

  public LossConfig {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw invalid("loss.label-smoothing", labelSmoothing, "must be >= 0 and < 1");
    }
  }

  /** Targets as they are, all classes of the same weight. */
  public static LossConfig plain() {
    return new LossConfig(0, new ClassWeights.None());
  }
}
