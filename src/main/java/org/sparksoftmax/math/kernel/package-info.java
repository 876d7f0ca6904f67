/**
 * Matrix products and elementwise functions for float32, float64 and fixed point, implemented with
 * the Vector API and as scalar loops.
 *
 * <p>Both implementations fix the order of every sum, so they return the same bits; {@link
 * org.sparksoftmax.math.kernel.Kernels} selects the Vector API if the JVM provides it. Kernels work
 * on arrays and are independent of blocks, layers and losses.
 *
 * <p>The products of the linear model have few classes and many features, a shape for which a
 * general matrix product wastes most of its time. A tile of four rows by five classes stays in
 * registers for the logits, one of four vectors of features by five classes for the gradient; with
 * 16 registers, tiles are half as large ({@link org.sparksoftmax.math.kernel.VectorRegisters}).
 * Classes are padded to a multiple of five with zero weights, features to whole vectors with zeros.
 * The layers of a network are about as wide as their inputs and use {@link
 * org.sparksoftmax.math.kernel.F32Gemm}, whose matrices remain {@link
 * org.sparksoftmax.math.kernel.F32Panels} from one product to the next.
 *
 * <p>Rejected: off-heap buffers aligned to cache lines (their bounds checks cost more than the
 * alignment gains); prefetching the next strip during the gradient of the current one (the
 * processor still waits for memory).
 */
package org.sparksoftmax.math.kernel;
