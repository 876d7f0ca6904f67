package org.sparksoftmax.math.optimize;

import java.util.Locale;
import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * θ ← prox(θ − s ∇), with s found by backtracking (Armijo 1966; with an L1 penalty: Beck and
 * Teboulle 2009). The first iteration starts from the initial step, later ones from twice the last
 * accepted step; the step is halved until the objective decreases enough.
 */
public final class GradientDescent implements Optimizer {

  /** Share of the decrease predicted by the tangent that a step must achieve. */
  private static final double SUFFICIENT_DECREASE = 1e-4;

  private static final int MAX_HALVINGS = 50;

  private final double initialStep;

  private GradientDescent(double initialStep) {
    if (!(initialStep > 0 && initialStep < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Invalid step size: %s (must be > 0 and finite)", initialStep));
    }
    this.initialStep = initialStep;
  }

  /** Starts with steps of {@code initialStep} > 0. */
  public static GradientDescent backtracking(double initialStep) {
    return new GradientDescent(initialStep);
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return OptimizerState.NoMemory.INSTANCE;
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    LossAndGradient here = state.value();
    double norm = here.gradientNorm();
    double step = state.iteration() == 0 ? initialStep : 2 * state.stepSize();
    double promisedByStep = step * norm * norm;
    if (Precision.at(objective, state).isReached(promisedByStep)) {
      return Step.end(state, 0, StopReason.PRECISION, promisedByStep);
    }
    for (int evaluations = 1; evaluations <= MAX_HALVINGS; evaluations++) {
      double[] parameters = trial(objective.l1(), state, step);
      LossAndGradient value = objective.evaluate(parameters);
      double promised = promised(objective.l1(), state, parameters, step);
      boolean decreased = value.objective() <= here.objective() - SUFFICIENT_DECREASE * promised;
      boolean lower = value.objective() < here.objective();
      if (decreased && lower && value.isFinite()) {
        return Step.to(
            new OptimizerState(
                state.iteration() + 1,
                state.evaluations() + evaluations,
                parameters,
                value,
                step,
                state.memory()));
      }
      step /= 2;
    }
    return Step.end(state, MAX_HALVINGS, StopReason.LINE_SEARCH_FAILED, promisedByStep);
  }

  private static double[] trial(L1Penalty l1, OptimizerState state, double step) {
    double[] parameters = Vectors.plusScaled(state.parameters(), -step, state.value().gradient());
    l1.shrinkInPlace(parameters, new double[] {step});
    return parameters;
  }

  /** ‖θ′ − θ‖² / s, which equals s‖∇‖² without an L1 penalty. */
  private static double promised(
      L1Penalty l1, OptimizerState state, double[] parameters, double step) {
    double norm = state.value().gradientNorm();
    if (l1.isNone()) {
      return step * norm * norm;
    }
    double[] moved = Vectors.plusScaled(parameters, -1, state.parameters());
    return Vectors.dot(moved, moved) / step;
  }
}
