package org.sparksoftmax.optimize;

import org.sparksoftmax.objective.Objective;

/**
 * L-BFGS (Liu and Nocedal 1989): θ ← θ + t d with d = −H∇J(θ), H from the last correction pairs,
 * and t from a line search for the strong Wolfe conditions.
 */
public final class Lbfgs implements Optimizer {

  private final int history;
  private final Preconditioner preconditioner;

  /**
   * @param history number of correction pairs kept, >= 1
   */
  public Lbfgs(int history) {
    this(history, Preconditioner.IDENTITY);
  }

  /**
   * @param history number of correction pairs kept, >= 1
   */
  public Lbfgs(int history, Preconditioner preconditioner) {
    if (history < 1) {
      throw new IllegalArgumentException(
          "Invalid L-BFGS history: %d (must be >= 1)".formatted(history));
    }
    this.history = history;
    this.preconditioner = preconditioner;
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return LbfgsMemory.EMPTY;
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    LbfgsMemory memory = (LbfgsMemory) state.memory();
    WolfeLineSearch search = lineSearch(objective, state, memory);
    if (!memory.pairs().isEmpty() && promisesNothing(search, objective, state)) {
      return Step.end(state, 0, StopReason.CONVERGED);
    }
    WolfeLineSearch.Result found = search.search(firstStep(state, memory));
    int evaluations = found.evaluations();
    if (!found.success() && !memory.pairs().isEmpty()) {
      // Old pairs may mislead after a change of scale: once more along the plain gradient.
      memory = LbfgsMemory.EMPTY;
      found = lineSearch(objective, state, memory).search(firstStep(state, memory));
      evaluations += found.evaluations();
    }
    if (!found.success()) {
      return Step.end(state, evaluations, StopReason.LINE_SEARCH_FAILED);
    }
    return Step.to(
        new OptimizerState(
            state.iteration() + 1,
            state.evaluations() + evaluations,
            found.parameters(),
            found.value(),
            found.step(),
            memory.with(
                Vectors.minus(found.parameters(), state.parameters()),
                Vectors.minus(found.value().gradient(), state.value().gradient()),
                history)));
  }

  private WolfeLineSearch lineSearch(
      Objective objective, OptimizerState state, LbfgsMemory memory) {
    return new WolfeLineSearch(
        objective, state, memory.direction(state.value().gradient(), preconditioner));
  }

  /**
   * Without pairs the plain direction has the length of the gradient, which says nothing of the
   * scale of θ.
   */
  private double firstStep(OptimizerState state, LbfgsMemory memory) {
    return memory.pairs().isEmpty() && !preconditioner.knowsScale()
        ? Math.min(1.0, 1.0 / state.value().gradientNorm())
        : 1.0;
  }

  /**
   * Whether the whole step promises less than rounding can show: further steps would only wander.
   */
  private static boolean promisesNothing(
      WolfeLineSearch search, Objective objective, OptimizerState state) {
    return search.slope() < 0
        && Precision.isBelowNoise(-search.slope(), objective, state.value().objective());
  }
}
