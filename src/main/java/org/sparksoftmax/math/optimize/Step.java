package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * The outcome of one update.
 *
 * @param state the new state, or the old one (with the evaluations added) if no update was possible
 * @param end the stop reason if no further update is possible; empty if the run continues
 * @param promised the expected decrease along the last direction, if noise or a line search end a
 *     run
 */
public record Step(OptimizerState state, Optional<StopReason> end, double promised) {

  static Step to(OptimizerState state) {
    return new Step(state, Optional.empty(), 0);
  }

  /**
   * An end as {@link #end(OptimizerState, int, StopReason)}, because noise hides the gain of
   * further updates, or because no step achieves it.
   */
  static Step end(OptimizerState last, int evaluations, StopReason reason, double promised) {
    return new Step(end(last, evaluations, reason).state(), Optional.of(reason), promised);
  }

  /** An end at {@code last}, after {@code evaluations} more evaluations without progress. */
  static Step end(OptimizerState last, int evaluations, StopReason reason) {
    OptimizerState counted =
        new OptimizerState(
            last.iteration(),
            last.evaluations() + evaluations,
            last.parameters(),
            last.value(),
            last.stepSize(),
            last.memory());
    return new Step(counted, Optional.of(reason), 0);
  }
}
