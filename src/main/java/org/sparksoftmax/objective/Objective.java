package org.sparksoftmax.objective;

/** A differentiable function of the parameters θ that is to be minimised. */
public interface Objective {

  /** Length of θ. */
  int dimension();

  /**
   * The value and the gradient at {@code parameters}.
   *
   * @param parameters θ; neither modified nor kept
   */
  LossAndGradient evaluate(double[] parameters);

  /**
   * How far rounding may move a value of this objective, by its size: smaller differences between
   * two values say nothing. The default is for a mean over many terms in float64.
   */
  default double relativeNoise() {
    return 64 * Math.ulp(1.0);
  }
}
