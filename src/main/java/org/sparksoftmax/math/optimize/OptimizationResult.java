package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * The result of an optimisation.
 *
 * @param state the last good state
 * @param limit the rounding noise, if it ended the run
 */
public record OptimizationResult(
    OptimizerState state, StopReason stopReason, Optional<NoiseLimit> limit) {

  /** The result of a run that ended for a reason other than noise. */
  public OptimizationResult(OptimizerState state, StopReason stopReason) {
    this(state, stopReason, Optional.empty());
  }

  /**
   * Whether the run failed: the objective may still be reducible by more than a negligible share.
   */
  public boolean isFailure() {
    return stopReason.isFailure()
        || (stopReason == StopReason.PRECISION && limit.orElseThrow().matters());
  }
}
