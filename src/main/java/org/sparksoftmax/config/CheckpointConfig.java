package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * When checkpoints are written ({@code checkpoint}).
 *
 * @param intervalIterations iterations between checkpoints; 0 disables checkpoints by iteration
 * @param intervalSeconds seconds between checkpoints; 0 disables checkpoints by time
 * @param keep number of most recent checkpoints to keep, at least 1
 */
public record CheckpointConfig(int intervalIterations, double intervalSeconds, int keep) {

  public CheckpointConfig {
    if (intervalIterations < 0) {
      throw invalid("checkpoint.interval-iterations", intervalIterations, "must be >= 0");
    }
    if (!(intervalSeconds >= 0 && Double.isFinite(intervalSeconds))) {
      throw invalid("checkpoint.interval-seconds", intervalSeconds, "must be >= 0 and finite");
    }
    if (keep < 1) {
      throw invalid("checkpoint.keep", keep, "must be >= 1");
    }
  }
}
