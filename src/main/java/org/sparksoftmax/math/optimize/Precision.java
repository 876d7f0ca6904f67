package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.Objective;

/** The differences that values of the objective can resolve at one state. */
public final class Precision {

  /**
   * Above this ratio one direction is so much steeper than all others that neither the gradient nor
   * the steps reveal anything about them. Comparable columns have a ratio below their number.
   */
  private static final double MOST_CURVATURE = 1e10;

  private final double noise;
  private final double leastGain;
  private final boolean steep;

  private Precision(double noise, double leastGain, boolean steep) {
    this.noise = noise;
    this.leastGain = leastGain;
    this.steep = steep;
  }

  /** Whether the objective is known to be too steep for its gradient to indicate the optimum. */
  static boolean isSteep(Objective objective) {
    double curvature = objective.largestCurvature();
    return curvature > MOST_CURVATURE && curvature < Double.POSITIVE_INFINITY;
  }

  /** The share of the gradient norm at the start that counts: less if the objective is steep. */
  static double shareOfNorm(Objective objective) {
    return isSteep(objective) ? Math.sqrt(MOST_CURVATURE / objective.largestCurvature()) : 1;
  }

  /** Whether steps in one direction may have masked all others. */
  boolean isSteep() {
    return steep;
  }

  /** The precision at {@code state}. */
  public static Precision at(Objective objective, OptimizerState state) {
    double norm = state.value().gradientNorm();
    double curvature = objective.largestCurvature();
    return new Precision(
        objective.noise(state.parameters(), state.value().objective()),
        curvature > 0 ? norm / curvature * norm / 2 : 0,
        isSteep(objective));
  }

  /** The rounding error of a value. */
  double noise() {
    return noise;
  }

  /** ‖∇‖² / 2L: the decrease of a gradient step in exact arithmetic. */
  double leastGain() {
    return leastGain;
  }

  /**
   * Whether no further decrease is measurable: neither by the step of the rule, whose model of the
   * curvature may be wrong, nor by a step along the gradient.
   *
   * @param promised the expected decrease of the proposed step
   */
  public boolean isReached(double promised) {
    return promised <= noise && leastGain <= noise;
  }
}
