/**
 * The loss and gradient of blocks of examples, as mergeable sums.
 *
 * <p>{@link org.sparksoftmax.math.gradient.LossGradientKernel} is the fused pass over a block. It
 * computes logits, residuals (in place) and gradient for a few rows at a time, so that these rows
 * are still in the cache when the gradient needs them. The passes for dense rows and for networks
 * are generic over the matrix type of a precision; kernels and the softmax are implemented once per
 * precision. The test class {@code NaiveLossGradient} implements the definition as plain loops and
 * is the reference for every kernel.
 *
 * <p>Sums ({@link org.sparksoftmax.math.gradient.LossGradientSum}: Σ wᵢℓᵢ, Σ wᵢ, (w∘R)ᵀX, (w∘R)ᵀ1)
 * do not depend on the order in which blocks are added and partial sums merged, because additions
 * are exact. The gradient of a block is rounded to a {@link
 * org.sparksoftmax.math.gradient.GradientGrid}, whose steps follow from bounds on the data, and
 * added as integers (the idea of Demmel and Nguyen, Fast Reproducible Floating-Point Summation,
 * 2013, with bounds known in advance). Losses and weights are added without rounding. Rejected:
 * compensated float64 summation, which tracks rounding errors (twice the memory, and identical bits
 * are only very likely).
 *
 * <p>The gradient of a network has no useful bound, so its steps are estimated from θ. Every block
 * adds its largest summand, in steps, to an exact sum. An overflow is thereby detected for any
 * order of additions, and the pass is repeated with larger steps ({@link
 * org.sparksoftmax.math.gradient.GridSum}). Rejected: steps derived from the gradients of earlier
 * passes, since the bits would then depend on the path to θ and a resumed run would need those
 * gradients.
 *
 * <p>Rejected: one softmax for both precisions, because the algorithms differ (float32 computes the
 * exponentials of a whole strip and divides last, float64 works row by row); one pass over sparse
 * rows for both precisions, because the two versions share only the loop over strips: products, sum
 * buffers and the conversion of sums to fixed point have different interfaces in each precision,
 * and an adapter for panels would be as long as the code it saves.
 *
 * <p>Division by Σw and the penalty are left to {@code math.objective}.
 */
package org.sparksoftmax.math.gradient;
