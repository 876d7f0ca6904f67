package org.sparksoftmax.optimize;

import org.sparksoftmax.objective.LossAndGradient;
import org.sparksoftmax.objective.Objective;

/** θ ← θ − s ∇J(θ), with a constant step s or one found by backtracking (Armijo 1966). */
public final class GradientDescent implements Optimizer {

  /** Share of the decrease that the tangent promises which a step must achieve. */
  private static final double SUFFICIENT_DECREASE = 1e-4;

  private static final int MAX_HALVINGS = 50;

  private final double initialStep;
  private final boolean backtracking;

  private GradientDescent(double initialStep, boolean backtracking) {
    if (!(initialStep > 0 && initialStep < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid step size: %s (must be > 0 and finite)".formatted(initialStep));
    }
    this.initialStep = initialStep;
    this.backtracking = backtracking;
  }

  /** Every step is {@code stepSize}. */
  public static GradientDescent constant(double stepSize) {
    return new GradientDescent(stepSize, false);
  }

  /**
   * The first trial is {@code initialStep}, later ones twice the last accepted step; each trial is
   * halved until the objective decreases enough.
   */
  public static GradientDescent backtracking(double initialStep) {
    return new GradientDescent(initialStep, true);
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return OptimizerState.NoMemory.INSTANCE;
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    return backtracking ? backtrack(objective, state) : stepOnce(objective, state);
  }

  private Step stepOnce(Objective objective, OptimizerState state) {
    OptimizerState next = trial(objective, state, initialStep, 1);
    return next.value().isFinite() ? Step.to(next) : Step.end(state, 1, StopReason.DIVERGED);
  }

  private Step backtrack(Objective objective, OptimizerState state) {
    LossAndGradient here = state.value();
    double norm = here.gradientNorm();
    double step = state.iteration() == 0 ? initialStep : 2 * state.stepSize();
    if (Precision.isBelowNoise(step * norm * norm, objective, here.objective())) {
      return Step.end(state, 0, StopReason.CONVERGED);
    }
    for (int evaluations = 1; evaluations <= MAX_HALVINGS; evaluations++) {
      OptimizerState next = trial(objective, state, step, evaluations);
      boolean decreased =
          next.value().objective() <= here.objective() - SUFFICIENT_DECREASE * step * norm * norm;
      boolean lower = next.value().objective() < here.objective();
      if (decreased && lower && next.value().isFinite()) {
        return Step.to(next);
      }
      step /= 2;
    }
    return Step.end(state, MAX_HALVINGS, StopReason.LINE_SEARCH_FAILED);
  }

  private static OptimizerState trial(
      Objective objective, OptimizerState state, double step, int evaluations) {
    double[] parameters = Vectors.plusScaled(state.parameters(), -step, state.value().gradient());
    return new OptimizerState(
        state.iteration() + 1,
        state.evaluations() + evaluations,
        parameters,
        objective.evaluate(parameters),
        step,
        state.memory());
  }
}
