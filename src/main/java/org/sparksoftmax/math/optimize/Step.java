package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * The outcome of one update.
 *
 * @param state the new state, or the old one (with an updated evaluation count) if no update was
 *     possible
 * @param end why no further update is possible; empty if the state is new and the run continues
 * @param promised gain that the last direction promised, if noise or a line search ended the run
 */
public record Step(OptimizerState state, Optional<StopReason> end, double promised) {

  static Step to(OptimizerState state) {
    return new Step(state, Optional.empty(), 0);
  }

  /**
   * Ends as {@link #end(OptimizerState, int, StopReason)}, because noise hides what further updates
   * could gain or because no step achieves the promised gain.
   */
  static Step end(OptimizerState last, int evaluations, StopReason reason, double promised) {
    return new Step(end(last, evaluations, reason).state(), Optional.of(reason), promised);
  }

  /** Ends at {@code last}, after {@code evaluations} further evaluations without progress. */
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
