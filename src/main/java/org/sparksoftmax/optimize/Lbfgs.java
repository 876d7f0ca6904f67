package org.sparksoftmax.optimize;

import org.sparksoftmax.objective.Objective;

/**
 * L-BFGS (Liu and Nocedal 1989): θ ← θ + t d with d = −H∇J(θ), H from the last correction pairs,
 * and t from a line search for the strong Wolfe conditions.
 */
public final class Lbfgs implements Optimizer {

  private final int history;

  /**
   * @param history number of correction pairs kept, >= 1
   */
  public Lbfgs(int history) {
    if (history < 1) {
      throw new IllegalArgumentException(
          "Invalid L-BFGS history: %d (must be >= 1)".formatted(history));
    }
    this.history = history;
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return LbfgsMemory.EMPTY;
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    LbfgsMemory memory = (LbfgsMemory) state.memory();
    WolfeLineSearch.Result found = search(objective, state, memory);
    int evaluations = found.evaluations();
    double promisedDecrease = found.promisedDecrease();
    if (!found.success() && !memory.pairs().isEmpty()) {
      // Old pairs may mislead after a change of scale: once more along the plain gradient.
      memory = LbfgsMemory.EMPTY;
      found = search(objective, state, memory);
      evaluations += found.evaluations();
    }
    if (!found.success()) {
      return Step.end(state, evaluations, reasonOf(promisedDecrease, state));
    }
    double[] gradient = found.value().gradient();
    LbfgsMemory next =
        memory.with(
            Vectors.minus(found.parameters(), state.parameters()),
            Vectors.minus(gradient, state.value().gradient()),
            history);
    return Step.to(
        new OptimizerState(
            state.iteration() + 1,
            state.evaluations() + evaluations,
            found.parameters(),
            found.value(),
            found.step(),
            next));
  }

  private static WolfeLineSearch.Result search(
      Objective objective, OptimizerState state, LbfgsMemory memory) {
    double[] direction = memory.direction(state.value().gradient());
    // Without pairs the direction has the length of the gradient, which says nothing of the scale
    // of θ.
    double firstStep =
        memory.pairs().isEmpty() ? Math.min(1.0, 1.0 / state.value().gradientNorm()) : 1.0;
    return new WolfeLineSearch(objective, state, direction).search(firstStep);
  }

  /**
   * A search fails for want of precision where even its first step promised less than the rounding
   * noise.
   */
  private static StopReason reasonOf(double promisedDecrease, OptimizerState state) {
    return Precision.isBelowNoise(promisedDecrease, state.value().objective())
        ? StopReason.CONVERGED
        : StopReason.LINE_SEARCH_FAILED;
  }
}
