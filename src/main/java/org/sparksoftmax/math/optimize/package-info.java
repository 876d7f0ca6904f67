/**
 * Update rules for θ. They depend on the {@link org.sparksoftmax.math.objective.Objective} and not
 * on data or clusters.
 *
 * <p>An {@link org.sparksoftmax.math.optimize.Optimizer} maps a state to the next one; a state
 * contains everything that the rule needs, so that a run can be saved and resumed between any two
 * updates. {@link org.sparksoftmax.math.optimize.Minimizer} is the loop: stop rule, listener,
 * update. Every run ends with a {@link org.sparksoftmax.math.optimize.StopReason}; the parameters
 * of the result are always those of the last state whose value and gradient are finite.
 *
 * <p>With an L1 penalty the objective is a smooth part, whose gradient a state holds, and {@link
 * org.sparksoftmax.math.regularize.L1Penalty}: {@link org.sparksoftmax.math.optimize.OwlQn} follows
 * its least subgradient within an orthant, all other rules except L-BFGS apply its proximal map
 * with the step sizes of the gradient. The gradient norm of such an objective is that of the least
 * subgradient. {@link org.sparksoftmax.math.optimize.FirstOrder} rules may use mini-batches ({@link
 * org.sparksoftmax.math.objective.MiniBatch}); gradients of mini-batches do not vanish, so
 * tolerances do not apply to them.
 *
 * <p>L-BFGS starts from the curvature of a sample ({@link
 * org.sparksoftmax.math.curvature.NewtonPreconditioner}): conjugate gradients on the driver are
 * cheap, a pass over the data of a cluster is not. Rejected: one Gram matrix of the sample for all
 * classes, factored once (three times the evaluations, dense data only, a factor of D³ operations);
 * factoring a block for each class (K times that, and again every few iterations); more damping of
 * the sample (slower wherever probabilities are near 0 and 1).
 *
 * <p>L-BFGS is our own and not Breeze's: its state is a plain record, a failed line search is
 * reported and not hidden, rounding noise near the optimum is distinguished from failure, and it
 * needs no Scala source in the job jar. {@code LbfgsAgainstBreezeTest} compares both on the same
 * problems.
 */
package org.sparksoftmax.math.optimize;
