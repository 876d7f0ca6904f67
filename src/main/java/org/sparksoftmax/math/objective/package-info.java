/**
 * The function that an optimiser minimises: J(θ) = (Σᵢ wᵢ ℓᵢ(θ)) / Σᵢ wᵢ + penalty(θ), with its
 * gradient.
 *
 * <p>The division by Σw and the penalty are applied once, to sums over blocks ({@link
 * org.sparksoftmax.math.gradient}). An optimiser does not depend on whether an array in memory or a
 * cluster computed these sums.
 *
 * <p>An optimiser works on coordinates φ of the penalised parameters, in which columns of any units
 * are comparable ({@link org.sparksoftmax.math.objective.Coordinates}); {@link
 * org.sparksoftmax.math.objective.Rounding} bounds the rounding error of a value, so that a run
 * detects the limit of its arithmetic. It can then continue with sums of the same blocks in
 * float64.
 */
package org.sparksoftmax.math.objective;
