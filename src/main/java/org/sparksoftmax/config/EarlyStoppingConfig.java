package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * When training stops because the validation data says so ({@code optimizer.early-stopping}).
 *
 * @param metric what is watched
 * @param patience iterations without an improvement after which training stops; 0: it does not
 * @param minImprovement by which a value must beat the best one to count, at least 0
 */
public record EarlyStoppingConfig(Metric metric, int patience, double minImprovement) {

  public EarlyStoppingConfig {
    if (patience < 0) {
      throw invalid("optimizer.early-stopping.patience", patience, "must be >= 0");
    }
    if (!(minImprovement >= 0 && Double.isFinite(minImprovement))) {
      throw invalid(
          "optimizer.early-stopping.min-improvement", minImprovement, "must be >= 0 and finite");
    }
  }

  /** A measure of the validation data. */
  public enum Metric {
    /** The mean log loss: lower is better. */
    LOSS,
    /** The share of rows predicted rightly: higher is better. */
    ACCURACY
  }

  /** Whether training may stop early. */
  public boolean isOn() {
    return patience > 0;
  }
}
