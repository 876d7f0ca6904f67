package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/**
 * Finds a step t along a descent direction d for φ(t) = J(θ + t d) with the strong Wolfe conditions
 * φ(t) ≤ φ(0) + c₁ t φ'(0) and |φ'(t)| ≤ c₂ |φ'(0)|: bracketing and zooming (Nocedal and Wright,
 * Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6) with safeguarded cubic interpolation.
 *
 * <p>Near an optimum the values of φ drown in rounding noise while its slopes are still good. So
 * the first condition steers the bracket only; a trial is accepted by its slope, unless its value
 * is above φ(0) by more than the noise (the approximate Wolfe conditions of Hager and Zhang 2005,
 * whose bound on slopes from above follows from the second condition).
 */
final class WolfeLineSearch {

  private static final double C1 = 1e-4;
  private static final double C2 = 0.9;
  private static final int MAX_EVALUATIONS = 25;

  /** An expanding trial is at least 2 times and at most 10 times as long as the previous one. */
  private static final double MIN_EXPANSION = 2;

  private static final double MAX_EXPANSION = 10;

  /** A trial within a bracket keeps at least this share of its width from both ends. */
  private static final double SAFEGUARD = 0.1;

  /**
   * The outcome of a search.
   *
   * @param parameters θ + t d; null if the search failed
   * @param value the objective there; null if the search failed
   * @param step t
   */
  record Result(
      boolean success, double[] parameters, LossAndGradient value, double step, int evaluations) {}

  /** One trial: the step, θ + t d, the objective there and φ'(t). */
  private record Trial(double step, double[] parameters, LossAndGradient value, double slope) {
    double phi() {
      return value.objective();
    }
  }

  private final Objective objective;
  private final double[] direction;
  private final Trial origin;
  private final double noise;
  private int evaluations;

  WolfeLineSearch(Objective objective, OptimizerState state, double[] direction, double noise) {
    this.objective = objective;
    this.direction = direction;
    double slope = Vectors.dot(state.value().gradient(), direction);
    this.origin = new Trial(0, state.parameters(), state.value(), slope);
    this.noise = noise;
  }

  /** φ'(0). */
  double slope() {
    return origin.slope();
  }

  /** Searches from {@code firstStep} > 0. */
  Result search(double firstStep) {
    Trial accepted = origin.slope() < 0 ? bracket(firstStep) : null;
    return accepted == null
        ? new Result(false, null, null, 0, evaluations)
        : new Result(true, accepted.parameters(), accepted.value(), accepted.step(), evaluations);
  }

  /** Expands until a step is acceptable or a bracket is found; null if neither happens. */
  private Trial bracket(double firstStep) {
    Trial previous = origin;
    double step = firstStep;
    while (evaluations < MAX_EVALUATIONS) {
      Trial trial = trial(step);
      if (!trial.value().isFinite()) {
        step = previous.step() + SAFEGUARD * (step - previous.step());
        continue;
      }
      if (isAcceptable(trial)) {
        return trial;
      }
      boolean beyondMinimum = !decreasesEnough(trial) || trial.phi() >= previous.phi();
      if (beyondMinimum) {
        return zoom(previous, trial);
      }
      if (trial.slope() >= 0) {
        return zoom(trial, previous);
      }
      double farthest = previous.step() + MAX_EXPANSION * (trial.step() - previous.step());
      double nearest = MIN_EXPANSION * trial.step();
      double guess = cubicMinimum(previous, trial);
      step = guess > nearest && guess < farthest ? guess : nearest;
      previous = trial;
    }
    return orNull(previous);
  }

  /**
   * Narrows a bracket.
   *
   * @param low the end with the lower φ, whose slope points into the bracket
   * @param high the other end
   */
  private Trial zoom(Trial low, Trial high) {
    while (evaluations < MAX_EVALUATIONS) {
      Trial trial = trial(within(low, high));
      if (trial.value().isFinite() && isAcceptable(trial)) {
        return trial;
      }
      if (!trial.value().isFinite() || !decreasesEnough(trial) || trial.phi() >= low.phi()) {
        high = trial;
        continue;
      }
      if (trial.slope() * (high.step() - low.step()) >= 0) {
        high = low;
      }
      low = trial;
    }
    return orNull(low);
  }

  /**
   * A point with sufficient decrease is accepted even if the search ran out of evaluations before
   * it met the slope condition.
   */
  private Trial orNull(Trial best) {
    return best.step() > 0 && decreasesEnough(best) ? best : null;
  }

  private Trial trial(double step) {
    evaluations++;
    double[] parameters = Vectors.plusScaled(origin.parameters(), step, direction);
    LossAndGradient value = objective.evaluate(parameters);
    return new Trial(step, parameters, value, Vectors.dot(value.gradient(), direction));
  }

  private boolean decreasesEnough(Trial trial) {
    return trial.phi() <= origin.phi() + C1 * trial.step() * origin.slope();
  }

  private boolean isAcceptable(Trial trial) {
    boolean flat = Math.abs(trial.slope()) <= -C2 * origin.slope();
    return flat && trial.phi() <= origin.phi() + noise;
  }

  private static double within(Trial low, Trial high) {
    double width = high.step() - low.step();
    double guess = high.value().isFinite() ? cubicMinimum(low, high) : Double.NaN;
    double margin = SAFEGUARD * Math.abs(width);
    double nearest = Math.min(low.step(), high.step()) + margin;
    double farthest = Math.max(low.step(), high.step()) - margin;
    return Double.isNaN(guess)
        ? low.step() + width / 2
        : Math.min(Math.max(guess, nearest), farthest);
  }

  /**
   * Minimum of the cubic through two values and slopes (Nocedal and Wright, eq. 3.59); NaN if none.
   */
  private static double cubicMinimum(Trial a, Trial b) {
    double d1 = a.slope() + b.slope() - 3 * (a.phi() - b.phi()) / (a.step() - b.step());
    double d2 = Math.signum(b.step() - a.step()) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
    double share = (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
    return b.step() - (b.step() - a.step()) * share;
  }
}
