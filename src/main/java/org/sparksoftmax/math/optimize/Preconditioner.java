package org.sparksoftmax.math.optimize;

/**
 * A cheap symmetric positive definite model P of the Hessian at θ. L-BFGS starts its inverse
 * Hessian from P⁻¹ instead of a multiple of the identity: the steps differ, the optimum does not.
 */
public interface Preconditioner {

  /** P⁻¹ v, for the model at θ; a new vector. */
  double[] solve(double[] parameters, double[] vector);

  /** vᵀ P v, for the model at the θ of the last {@link #solve}. */
  double curvature(double[] vector);
}
