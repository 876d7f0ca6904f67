/**
 * Feature blocks and the two products that training needs of them.
 *
 * <p>A block holds some consecutive rows of X (N×D). For weights W (K×D) it offers
 *
 * <ul>
 *   <li>logits: Z += X Wᵀ (N×K, row-major), the forward product;
 *   <li>gradient: G += Rᵀ X (K×D), the backward product for a residual R (N×K, row-major).
 * </ul>
 *
 * <p>W and G are flat arrays in the block's {@link org.sparksoftmax.linalg.WeightOrder}:
 * class-major for dense rows (the inner loop runs over contiguous features), feature-major for
 * sparse rows (a non-zero touches K contiguous values). The optimiser is indifferent to the order
 * of its parameters, so the order is chosen once per data set and nothing is transposed in the
 * loop.
 *
 * <p>A block is a structure (dense or CSR) over {@link org.sparksoftmax.linalg.Values} (u8, f32 or
 * f64). Values stored as f64 are multiplied in float64, by the plain loops of the blocks. Values
 * stored as u8 or f32 are multiplied in float32, by {@link org.sparksoftmax.linalg.F32Kernels}: in
 * the Vector API where the JVM has it, else in plain loops that give the same bits, since both fix
 * the order of every sum. Bytes are widened a strip of rows at a time, into a buffer that stays in
 * the cache: widening them in the registers of the product would repeat it for every five classes.
 *
 * <p>The number of classes is small and that of features large, so a general matrix product wastes
 * most of its time here. A tile of four rows by five classes stays in registers for the logits, one
 * of four vectors of features by five classes for the gradient; classes are padded to fives with
 * zero weights, features to whole vectors with zeros.
 *
 * <p>The layers of a neural network are as wide as their inputs: their products are those of {@link
 * org.sparksoftmax.linalg.F32Gemm}, on matrices that stay in the panels of {@link
 * org.sparksoftmax.linalg.F32Panels} from one product to the next.
 *
 * <p>Rejected: one class per pair of structure and type (six copies of the same loops); densifying
 * sparse rows; off-heap buffers aligned to cache lines (their bounds checks cost more than the
 * alignment gains); reading the next strip ahead during the gradient of this one (the processor
 * waits for memory all the same).
 *
 * <p>This package imports {@code java.*} and {@code jdk.incubator.vector} only.
 */
package org.sparksoftmax.linalg;
