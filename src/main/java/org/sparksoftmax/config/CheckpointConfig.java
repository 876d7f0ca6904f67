package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * When the state of a run is saved ({@code checkpoint}).
 *
 * @param intervalIterations iterations from one checkpoint to the next; 0: not by iterations
 * @param intervalSeconds seconds from one checkpoint to the next; 0: not by time
 * @param keep how many of the last checkpoints are kept, at least 1
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
