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
}
