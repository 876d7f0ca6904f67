package org.sparksoftmax.math.objective;

import java.util.Optional;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * A function of the parameters θ to minimise: differentiable, or the sum of a differentiable
 * function and an L1 penalty.
 */
public interface Objective {

  /** Length of θ. */
  int dimension();

  /**
   * The value and the gradient at {@code parameters}.
   *
   * @param parameters θ; neither modified nor retained
   */
  LossAndGradient evaluate(double[] parameters);

  /**
   * The value and the gradient on a part of the data, as an estimate of those on all of it; by
   * default those on all of it.
   */
  default LossAndGradient evaluate(double[] parameters, MiniBatch batch) {
    return evaluate(parameters);
  }

  /**
   * Performs local updates on every part of the data from the same iterate, and returns their mean;
   * by default all data is one part.
   */
  default LocalDescent.Result descend(LocalDescent descent, LocalDescent.Iterate from) {
    return descent.descend(this, from);
  }

  /** The objective as a mean over single rows, if it is one whose rows are at hand. */
  default Optional<Examples> examples() {
    return Optional.empty();
  }

  /** The part of the objective without a derivative at 0, which the gradient does not include. */
  default L1Penalty l1() {
    return L1Penalty.NONE;
  }

  /**
   * The rounding error of the value at θ: smaller differences between two values are noise. The
   * default is for a mean over many terms in float64.
   *
   * @param parameters θ
   * @param value the objective there
   */
  default double noise(double[] parameters, double value) {
    return 64 * Math.ulp(1.0) * Math.max(0x1p-20, Math.abs(value));
  }

  /**
   * A bound L of the largest curvature, if one is known, so that a gradient step decreases the
   * objective by ‖∇‖² / 2L at least; else infinite.
   */
  default double largestCurvature() {
    return Double.POSITIVE_INFINITY;
  }

  /** The same objective computed in float64, if this one is computed in float32. */
  default Optional<Objective> inFloat64() {
    return Optional.empty();
  }
}
