/**
 * Update rules for θ. They depend on the {@link org.sparksoftmax.math.objective.Objective} only,
 * not on data or clusters.
 *
 * <p>An {@link org.sparksoftmax.math.optimize.Optimizer} maps a state to the next one. A state
 * holds everything that the rule carries over, so that a run can be saved and resumed between any
 * two updates. {@link org.sparksoftmax.math.optimize.Minimizer} is the loop: stop condition,
 * update, listener. Every result has a {@link org.sparksoftmax.math.optimize.StopReason}; its
 * parameters are always those of the last state whose value and gradient are finite.
 *
 * <p>With an L1 penalty the objective is the sum of a smooth part, whose gradient a state holds,
 * and {@link org.sparksoftmax.math.regularize.L1Penalty}. {@link
 * org.sparksoftmax.math.optimize.OwlQn} follows its subgradient of least norm within an orthant;
 * all other rules except L-BFGS apply its proximal map with the same step sizes as the gradient.
 * The gradient norm of such an objective is that of the subgradient of least norm. {@link
 * org.sparksoftmax.math.optimize.FirstOrder} rules can run on mini-batches ({@link
 * org.sparksoftmax.math.objective.MiniBatch}). Mini-batch gradients do not vanish, so no tolerance
 * applies to them.
 *
 * <p>L-BFGS starts from the curvature of a sample ({@link
 * org.sparksoftmax.math.curvature.NewtonPreconditioner}): conjugate gradients on the driver are
 * cheap, a pass over the data of a cluster is not. Rejected alternatives: one Gram matrix of the
 * sample for all classes, factorised once (three times the evaluations, dense data only, D³
 * operations for the factorisation); factorising one block per class (K times that, repeated every
 * few iterations); stronger damping of the sample (slower wherever probabilities are near 0 and 1).
 *
 * <p>This L-BFGS replaces Breeze's: its state is a plain record, a failed line search is reported
 * rather than hidden, rounding noise near the optimum is distinguished from failure, and the job
 * jar needs no Scala source. {@code LbfgsAgainstBreezeTest} compares it with Breeze's on the same
 * problems.
 */
package org.sparksoftmax.math.optimize;
