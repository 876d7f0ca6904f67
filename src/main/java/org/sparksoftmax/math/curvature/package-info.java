/**
 * Second-order information from a sample of the rows, for the preconditioner of L-BFGS.
 *
 * <p>{@link org.sparksoftmax.math.curvature.SampledHessian} multiplies the Hessian of the objective
 * over the sample by a vector; {@link org.sparksoftmax.math.curvature.NewtonPreconditioner} solves
 * with it by conjugate gradients on the driver. Which rows are sampled is decided in {@code
 * train.pass}.
 */
package org.sparksoftmax.math.curvature;
