/**
 * What an optimiser minimises: J(θ) = (Σᵢ wᵢ ℓᵢ(θ)) / Σᵢ wᵢ + penalty(θ), with its gradient.
 *
 * <p>Data only ever produces sums ({@link org.sparksoftmax.objective.LossGradientSum}: Σ wᵢℓᵢ, Σ
 * wᵢ, (w∘R)ᵀX, (w∘R)ᵀ1), which merge; the division by Σw and the penalty happen once, in {@link
 * org.sparksoftmax.objective.DataObjective}. Where the sums come from, an array in memory ({@link
 * org.sparksoftmax.objective.LocalObjective}) or a cluster, an optimiser cannot tell.
 *
 * <p>The order in which blocks are added and sums merge, which on a cluster is that in which tasks
 * end, does not show: additions are exact. What a block adds to the gradient is rounded to a {@link
 * org.sparksoftmax.objective.GradientGrid} whose steps follow from bounds of the data, and added as
 * whole numbers (the idea of Demmel and Nguyen, Fast Reproducible Floating-Point Summation, 2013,
 * with bounds that are known beforehand); losses and weights are added in full. Rejected: keeping
 * the rounding errors of float64 additions (twice the memory, and equal bits only very likely).
 *
 * <p>The gradient of a network has no bound that would be of use. Its steps follow from what θ lets
 * expect; every block adds the largest of its summands, in steps, to a sum that is exact, so that a
 * total beyond the steps is noticed whatever the order, and the pass is made again with larger ones
 * ({@link org.sparksoftmax.objective.GridSum}). Rejected: steps from the gradients of earlier
 * passes, since the bits would then follow from the way to θ, and a run that goes on would need
 * them.
 *
 * <p>An optimiser works on coordinates φ of what is penalised, in which columns of any units are
 * comparable ({@link org.sparksoftmax.objective.Coordinates}); {@link
 * org.sparksoftmax.objective.Rounding} says how far rounding moves a value, so that a run knows
 * where its arithmetic ends. The same blocks can be summed in float64 from there on.
 *
 * <p>{@link org.sparksoftmax.objective.LossGradientKernel} is the fused pass over a block: logits,
 * residual in their place, gradient, for a few rows at a time, so that these rows are still in the
 * cache when the gradient needs them; in float32 for dense and for sparse rows, or in float64.
 * {@link org.sparksoftmax.objective.NaiveLossGradient} is the definition written down as loops, the
 * reference that tests hold every kernel against.
 */
package org.sparksoftmax.objective;
