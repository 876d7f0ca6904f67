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
 * <p>Also rejected, as preconditioners of the conjugate gradients on Fashion-MNIST (λ = 1e-3, a
 * sample of 5900 rows, two cores), where the diagonal takes about 500 products to 1e-6:
 *
 * <ul>
 *   <li>Cholesky factors for each class, made anew at iterations 0, 2, 5 and 10: 137 products in a
 *       prototype. But a product takes 1.4 ms with vectors of 512 bits (4.5 ms with 256), the ten
 *       Gram matrices take 0.22 s (0.39 s) each time, and checkpoints would have to contain the
 *       parameters of the last factorisation.
 *   <li>One factor of the unweighted Gram matrix, with the K×K matrix of the classes at θ: 379
 *       products, and 22 evaluations instead of 24. It takes 0.05 s once and no state, but the
 *       triangular solves of all classes take half as long as a product.
 * </ul>
 *
 * <p>The two-loop recursion on the inner products of the pairs (Chen, Wang and Zhou 2014) reads
 * each pair twice instead of four times, but takes as much processor time: 41 instead of 37 ms for
 * 40 pairs of 419,000 parameters.
 *
 * <p>This L-BFGS replaces Breeze's: its state is a plain record, a failed line search is reported
 * rather than hidden, rounding noise near the optimum is distinguished from failure, and the job
 * jar needs no Scala source. {@code LbfgsAgainstBreezeTest} compares it with Breeze's on the same
 * problems.
 */
package org.sparksoftmax.math.optimize;
