package org.sparksoftmax.optimize;

import java.util.Optional;

/**
 * The outcome of one update.
 *
 * @param state the new state, or the old one (with its evaluations counted on) if no update was
 *     possible
 * @param end why no further update is possible, empty if the state is new and the run goes on
 */
public record Step(OptimizerState state, Optional<StopReason> end) {

  static Step to(OptimizerState state) {
    return new Step(state, Optional.empty());
  }

  /** An end at {@code last}, after {@code evaluations} more evaluations that led nowhere. */
  static Step end(OptimizerState last, int evaluations, StopReason reason) {
    OptimizerState counted =
        new OptimizerState(
            last.iteration(),
            last.evaluations() + evaluations,
            last.parameters(),
            last.value(),
            last.stepSize(),
            last.memory());
    return new Step(counted, Optional.of(reason));
  }
}
