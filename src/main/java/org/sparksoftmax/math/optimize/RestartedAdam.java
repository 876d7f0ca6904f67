package org.sparksoftmax.math.optimize;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/**
 * Adam (Kingma and Ba 2015) on all of the data of a convex objective, without a step size to tune.
 * A step that does not decrease the objective is rejected: the step size is halved and the mean
 * gradient is reset (restarts: O'Donoghue and Candès 2015). After an accepted step, the next is
 * {@value #GROWTH} times as long. The step size thus adapts to the scale of the problem, as a
 * constant one cannot: the optimal weights of separable classes are far away, whereas the last
 * steps before an optimum are short.
 */
public final class RestartedAdam implements Optimizer {

  private static final double GROWTH = 1.1;
  private static final int MAX_TRIALS = 50;

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double initialStep;
  private final Optional<CommonSteps> common;

  private RestartedAdam(
      double beta1,
      double beta2,
      double epsilon,
      double initialStep,
      Optional<CommonSteps> common) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.initialStep = initialStep;
    this.common = common;
  }

  /**
   * @param beta1 share of the mean gradient that is kept, 0 to below 1
   * @param beta2 share of the mean square that is kept, 0 to below 1
   * @param epsilon > 0, added to the root of the mean square
   * @param initialStep the first trial step, > 0 and finite
   */
  public RestartedAdam(double beta1, double beta2, double epsilon, double initialStep) {
    this(beta1, beta2, epsilon, initialStep, Optional.empty());
  }

  /** The same rule without the part of its steps that all classes of a linear model share. */
  public RestartedAdam withoutCommonSteps(ParameterLayout layout) {
    return new RestartedAdam(
        beta1, beta2, epsilon, initialStep, Optional.of(new CommonSteps(layout)));
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return VectorMemory.EMPTY;
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    LossAndGradient here = state.value();
    double[] gradient = here.gradient();
    VectorMemory memory = (VectorMemory) state.memory();
    double[] squares = memory.copy(1, gradient.length);
    addSquares(squares, gradient);
    double correction = 1 - StrictMath.pow(beta2, state.iteration() + 1);
    double[] mean = mean(memory, gradient);
    double[] direction = direction(mean, squares, correction, gradient);
    double slope = Vectors.dot(gradient, direction);
    double step = state.iteration() == 0 ? initialStep : GROWTH * state.stepSize();
    Precision precision = Precision.at(objective, state);
    for (int evaluations = 0; evaluations < MAX_TRIALS; evaluations++) {
      if (!(slope > 0) || evaluations == 1) {
        mean = gradient;
        direction = direction(mean, squares, correction, gradient);
        slope = Vectors.dot(gradient, direction);
      }
      // A short step promises little even where longer steps could still gain.
      if (precision.isReached(Math.max(step, initialStep) * slope)) {
        return Step.end(state, evaluations, StopReason.PRECISION, step * slope);
      }
      double[] parameters = Vectors.plusScaled(state.parameters(), -step, direction);
      LossAndGradient value = objective.evaluate(parameters);
      if (value.isFinite() && isBetter(value, here, precision, direction, slope)) {
        return Step.to(
            new OptimizerState(
                state.iteration() + 1,
                state.evaluations() + evaluations + 1,
                parameters,
                value,
                step,
                new VectorMemory(List.of(mean, squares))));
      }
      if (evaluations > 0 && precision.isReached(step * slope)) {
        return Step.end(state, evaluations + 1, StopReason.PRECISION, step * slope);
      }
      step /= 2;
    }
    return Step.end(state, MAX_TRIALS, StopReason.LINE_SEARCH_FAILED, step * slope);
  }

  /**
   * Whether the objective is lower. If rounding hides a change, the slope, which rounding affects
   * less, must be no steeper than before.
   */
  private static boolean isBetter(
      LossAndGradient there,
      LossAndGradient here,
      Precision precision,
      double[] direction,
      double slope) {
    return there.objective() < here.objective()
        || (there.objective() <= here.objective() + precision.noise()
            && Math.abs(Vectors.dot(there.gradient(), direction)) <= slope);
  }

  private void addSquares(double[] squares, double[] gradient) {
    Parts.forEach(
        squares.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            squares[i] = beta2 * squares[i] + (1 - beta2) * gradient[i] * gradient[i];
          }
        });
  }

  private double[] mean(VectorMemory memory, double[] gradient) {
    if (memory.vectors().isEmpty()) {
      return gradient;
    }
    double[] mean = memory.copy(0, gradient.length);
    Parts.forEach(
        mean.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
          }
        });
    return mean;
  }

  /** m / (√v̂ + ε), without the part that all classes share. */
  private double[] direction(
      double[] mean, double[] squares, double correction, double[] gradient) {
    double[] direction = new double[mean.length];
    Parts.forEach(
        mean.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            direction[i] = mean[i] / (Math.sqrt(squares[i] / correction) + epsilon);
          }
        });
    common.ifPresent(part -> part.removeInPlace(direction, gradient));
    return direction;
  }
}
