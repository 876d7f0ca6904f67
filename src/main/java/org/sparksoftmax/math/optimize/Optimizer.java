package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.Objective;

/** An update rule: a function from state to state. Implementations are stateless. */
public interface Optimizer {

  /** The state at {@code parameters}, after one evaluation. */
  default OptimizerState start(Objective objective, double[] parameters) {
    double[] own = parameters.clone();
    return new OptimizerState(0, 1, own, objective.evaluate(own), 0.0, initialMemory());
  }

  /** The memory of the rule before its first update. */
  OptimizerState.Memory initialMemory();

  /**
   * The rule's estimate of how far the objective can still fall. A small gradient alone does not
   * show convergence if features differ in scale, because some contribute little to its norm.
   */
  default double expectedDecrease(Objective objective, OptimizerState state) {
    return 0;
  }

  /** Whether values and gradients of the rule's states are computed on all of the data. */
  default boolean seesAllData() {
    return true;
  }

  /** Performs one update. {@code state} is finite, and its gradient is not zero. */
  Step next(Objective objective, OptimizerState state);
}
