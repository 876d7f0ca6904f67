/**
 * Matrix products and elementwise functions for float32, float64 and fixed point, in the Vector API
 * and as plain loops.
 *
 * <p>Both forms fix the order of every sum, so they give the same bits; {@link
 * org.sparksoftmax.math.kernel.Kernels} chooses the Vector API where the JVM has it. Kernels work
 * on arrays and are independent of blocks, layers and losses.
 *
 * <p>The linear model multiplies a few classes by many features, a shape at which a general matrix
 * product wastes most of its time. A tile of four rows by five classes stays in registers for the
 * logits, one of four vectors of features by five classes for the gradient; classes are padded to
 * fives with zero weights, features to whole vectors with zeros. The layers of a network are as
 * wide as their inputs and use {@link org.sparksoftmax.math.kernel.F32Gemm}, on matrices that stay
 * in the panels of {@link org.sparksoftmax.math.kernel.F32Panels} from one product to the next.
 *
 * <p>Rejected: off-heap buffers aligned to cache lines (their bounds checks cost more than the
 * alignment gains); reading the next strip ahead during the gradient of this one (the processor
 * waits for memory all the same).
 */
package org.sparksoftmax.math.kernel;
