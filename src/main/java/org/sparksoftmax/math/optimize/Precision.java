package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.Objective;

/** What values of an objective can still tell apart at one state. */
public final class Precision {

  /**
   * Beyond it, one direction is so much steeper than all others that neither its gradient nor the
   * steps along it say anything of them. Comparable columns have less than their number.
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

  /** Whether the objective is known to be too steep for its gradient to tell of the optimum. */
  static boolean isSteep(Objective objective) {
    double curvature = objective.largestCurvature();
    return curvature > MOST_CURVATURE && curvature < Double.POSITIVE_INFINITY;
  }

  /** What the norm of the gradient at the start counts, as a share of it: less of a steep one. */
  static double shareOfNorm(Objective objective) {
    return isSteep(objective) ? Math.sqrt(MOST_CURVATURE / objective.largestCurvature()) : 1;
  }

  /** Whether steps in one direction may have hidden all others. */
  boolean isSteep() {
    return steep;
  }

  /** At {@code state}. */
  public static Precision at(Objective objective, OptimizerState state) {
    double norm = state.value().gradientNorm();
    double curvature = objective.largestCurvature();
    return new Precision(
        objective.noise(state.parameters(), state.value().objective()),
        curvature > 0 ? norm / curvature * norm / 2 : 0,
        isSteep(objective));
  }

  /** How far rounding may move a value. */
  double noise() {
    return noise;
  }

  /** ‖∇‖² / 2L: a gradient step decreases the objective by so much, in exact arithmetic. */
  double leastGain() {
    return leastGain;
  }

  /**
   * Whether nothing more can be seen to be gained: neither by the step that a rule proposes, whose
   * model of the curvature may be wrong, nor by one along the gradient.
   *
   * @param promised what the proposed step promises
   */
  public boolean isReached(double promised) {
    return promised <= noise && leastGain <= noise;
  }
}
