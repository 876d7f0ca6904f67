/**
 * Update rules for θ. They know the {@link org.sparksoftmax.objective.Objective} and nothing of
 * data or clusters.
 *
 * <p>An {@link org.sparksoftmax.optimize.Optimizer} maps a state to the next one; a state holds all
 * that the rule remembers, so that a run can be written down and taken up again between any two
 * updates. {@link org.sparksoftmax.optimize.Minimizer} is the loop: stop rule, listener, update.
 * Every end has a {@link org.sparksoftmax.optimize.StopReason}; the parameters of the result are
 * always those of the last state whose value and gradient are finite.
 *
 * <p>L-BFGS is our own and not Breeze's: its state is a plain record, a failed line search is
 * reported and not hidden, rounding noise near the optimum is told apart from failure, and it needs
 * no Scala source in the job jar. {@code LbfgsAgainstBreezeTest} holds it against Breeze's on the
 * same problems.
 */
package org.sparksoftmax.optimize;
