package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * The loss ({@code loss}).
 *
 * @param labelSmoothing ε: the share of each target that is spread evenly over all classes, in [0,
 *     1)
 * @param classWeights factors applied to the example weights by class
 */
public record LossConfig(double labelSmoothing, ClassWeights classWeights) {

  public LossConfig {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw invalid("loss.label-smoothing", labelSmoothing, "must be >= 0 and < 1");
    }
  }

  /** The loss without label smoothing or class weights. */
  public static LossConfig plain() {
    return new LossConfig(0, new ClassWeights.None());
  }
}
