package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.Objective;

/** The limits that rounding noise imposes on an optimisation at one state. */
public final class Precision {

  /**
   * Curvature above which one direction is so much steeper than all others that neither its
   * gradient nor the steps along it carry information about them. For columns of comparable scale
   * the curvature is less than their number.
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

  /** Factor on the initial gradient norm in the convergence test: below 1 for a steep objective. */
  static double shareOfNorm(Objective objective) {
    return isSteep(objective) ? Math.sqrt(MOST_CURVATURE / objective.largestCurvature()) : 1;
  }

  /** Whether steps in one direction may have hidden all others. */
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

  /** How far rounding may move a value of the objective. */
  double noise() {
    return noise;
  }

  /** ‖∇‖² / 2L, the decrease that a gradient step guarantees in exact arithmetic. */
  double leastGain() {
    return leastGain;
  }

  /**
   * Whether no further gain is visible above the noise: neither from the step that a rule proposes,
   * whose curvature model may be wrong, nor from a gradient step.
   *
   * @param promised decrease that the proposed step promises
   */
  public boolean isReached(double promised) {
    return promised <= noise && leastGain <= noise;
  }
}
