package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * The result of an optimisation.
 *
 * @param state the last good state
 * @param limit the noise of the arithmetic, where that ended the run
 */
public record OptimizationResult(
    OptimizerState state, StopReason stopReason, Optional<NoiseLimit> limit) {

  /** An end for another reason than noise. */
  public OptimizationResult(OptimizerState state, StopReason stopReason) {
    this(state, stopReason, Optional.empty());
  }

  /** Whether the run failed: the objective may still be off by a share of it that matters. */
  public boolean isFailure() {
    return stopReason.isFailure()
        || (stopReason == StopReason.PRECISION && limit.orElseThrow().matters());
  }
}
