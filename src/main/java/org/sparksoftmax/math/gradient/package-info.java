/**
 * The loss and gradient of blocks of examples, as sums that merge.
 *
 * <p>{@link org.sparksoftmax.math.gradient.LossGradientKernel} is the fused pass over a block:
 * logits, residuals in place, gradient, for a few rows at a time, so that these rows are still in
 * the cache when the gradient needs them. The passes over dense rows and of networks exist once,
 * generic over the matrices of a precision; kernels and the softmax are written in each. {@code
 * NaiveLossGradient}, among the tests, writes the definition down as loops and is the reference for
 * every kernel.
 *
 * <p>Sums ({@link org.sparksoftmax.math.gradient.LossGradientSum}: Σ wᵢℓᵢ, Σ wᵢ, (w∘R)ᵀX, (w∘R)ᵀ1)
 * do not depend on the order in which blocks are added and partial sums merged, because additions
 * are exact. What a block adds to the gradient is rounded to a {@link
 * org.sparksoftmax.math.gradient.GradientGrid} whose steps follow from bounds of the data, and
 * added as whole numbers (the idea of Demmel and Nguyen, Fast Reproducible Floating-Point
 * Summation, 2013, with bounds that are known beforehand); losses and weights are added in full.
 * Rejected: keeping the rounding errors of float64 additions (twice the memory, and equal bits only
 * very likely).
 *
 * <p>The gradient of a network has no useful bound. Its steps are estimated from θ; every block
 * adds the largest of its summands, in steps, to an exact sum, so that a total beyond the steps is
 * detected in any order, and the pass is repeated with larger steps ({@link
 * org.sparksoftmax.math.gradient.GridSum}). Rejected: steps from the gradients of earlier passes,
 * since the bits would then depend on the path to θ, and a resumed run would need them.
 *
 * <p>Rejected: one softmax for both precisions, for the mathematics differ (float32 takes the
 * exponentials of a strip together and divides last, float64 works row by row); one pass over
 * sparse rows, for its twins share no more than the loop over strips: the products, the room for
 * sums, and the way from the sums to fixed point have interfaces of their own in each precision,
 * and an adapter for panels would use up the lines that the loop saves.
 *
 * <p>Nothing is divided by Σw here, and no penalty is added: see {@code math.objective}.
 */
package org.sparksoftmax.math.gradient;
