package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * The result of an optimisation.
 *
 * @param state the last finite state
 * @param limit the noise of the arithmetic, if it ended the run
 */
public record OptimizationResult(
    OptimizerState state, StopReason stopReason, Optional<NoiseLimit> limit) {

  /** A result for a stop reason other than noise. */
  public OptimizationResult(OptimizerState state, StopReason stopReason) {
    this(state, stopReason, Optional.empty());
  }

  /**
   * Whether the run failed: the objective may be more than a negligible share above its minimum.
   */
  public boolean isFailure() {
    return stopReason.isFailure()
        || (stopReason == StopReason.PRECISION && limit.orElseThrow().matters());
  }
}
