package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * Early stopping on the validation data ({@code optimizer.early-stopping}).
 *
 * @param metric the monitored metric
 * @param patience iterations without improvement after which training stops; 0 disables early
 *     stopping
 * @param minImprovement margin by which a value must beat the best one to count as an improvement,
 *     at least 0
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

  /** A metric of the validation data. */
  public enum Metric {
    /** Mean log loss; lower is better. */
    LOSS,
    /** Fraction of rows classified correctly; higher is better. */
    ACCURACY
  }

  /** Whether early stopping is enabled. */
  public boolean isOn() {
    return patience > 0;
  }
}
