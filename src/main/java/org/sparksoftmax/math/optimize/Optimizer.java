package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.Objective;

/** An update rule: a function from state to state. Implementations keep no state of their own. */
public interface Optimizer {

  /** The state at {@code parameters}, after one evaluation. */
  default OptimizerState start(Objective objective, double[] parameters) {
    return new OptimizerState(
        0, 1, parameters.clone(), objective.evaluate(parameters), 0.0, initialMemory());
  }

  /** What the rule remembers before its first update. */
  OptimizerState.Memory initialMemory();

  /**
   * By how much the objective may yet fall, as far as the rule can tell: a small gradient says
   * little where features of other sizes have a small share in it.
   */
  default double expectedDecrease(Objective objective, OptimizerState state) {
    return 0;
  }

  /** Whether values and gradients of its states are those on all of the data. */
  default boolean seesAllData() {
    return true;
  }

  /** Does one update. {@code state} is finite, and its gradient is not zero. */
  Step next(Objective objective, OptimizerState state);
}
