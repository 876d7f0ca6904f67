package org.sparksoftmax.math.optimize;

/**
 * A cheap symmetric positive definite model P of the Hessian at θ. L-BFGS uses P⁻¹ as its initial
 * inverse Hessian instead of a multiple of the identity. This changes the steps but not the
 * optimum.
 */
public interface Preconditioner {

  /** P⁻¹ v for the model at θ, as a new vector. */
  double[] solve(double[] parameters, double[] vector);

  /** vᵀ P v, for the model at the θ of the last {@link #solve}. */
  double curvature(double[] vector);
}
