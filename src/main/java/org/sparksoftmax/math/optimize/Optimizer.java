package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.Objective;

/** An update rule: a function from state to state. Implementations keep no state of their own. */
public interface Optimizer {

  /** The state at {@code parameters}, after one evaluation. */
  default OptimizerState start(Objective objective, double[] parameters) {
    return new OptimizerState(
        0, 1, parameters.clone(), objective.evaluate(parameters), 0.0, initialMemory());
  }

  /** The state of the rule before its first update. */
  OptimizerState.Memory initialMemory();

  /**
   * The expected further decrease of the objective, estimated by the rule. The gradient alone is a
   * poor measure if features differ in scale.
   */
  default double expectedDecrease(Objective objective, OptimizerState state) {
    return 0;
  }

  /** Whether values and gradients of its states are those on all of the data. */
  default boolean seesAllData() {
    return true;
  }

  /** Performs one update. {@code state} is finite, and its gradient is not zero. */
  Step next(Objective objective, OptimizerState state);
}
