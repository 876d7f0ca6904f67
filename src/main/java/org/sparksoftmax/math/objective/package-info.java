/**
 * The function that an optimiser minimises: J(θ) = (Σᵢ wᵢ ℓᵢ(θ)) / Σᵢ wᵢ + penalty(θ), with its
 * gradient.
 *
 * <p>The division by Σw and the penalty are applied once, to sums over blocks ({@link
 * org.sparksoftmax.math.gradient}). To an optimiser it makes no difference whether these sums come
 * from an array in memory or from a cluster.
 *
 * <p>An optimiser works on coordinates φ of the penalised parameters, in which columns of any units
 * are comparable ({@link org.sparksoftmax.math.objective.Coordinates}). {@link
 * org.sparksoftmax.math.objective.Rounding} estimates how far rounding moves a value, so that a run
 * detects the limit of its arithmetic. Beyond that limit the same blocks can be summed in float64.
 */
package org.sparksoftmax.math.objective;
