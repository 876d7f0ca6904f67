/**
 * Blocks of examples, the unit in which data is cached, sent and multiplied.
 *
 * <p>A block holds some consecutive rows of X (N×D), dense or CSR ({@link
 * org.sparksoftmax.math.block.FeatureBlock}), over {@link org.sparksoftmax.math.block.Values} of
 * type u8, f32 or f64. For weights W (K×D) it offers
 *
 * <ul>
 *   <li>logits: Z += X Wᵀ (N×K, row-major), the forward product;
 *   <li>gradient: G += Rᵀ X (K×D), the backward product for a residual R (N×K, row-major).
 * </ul>
 *
 * <p>W and G are flat arrays in the block's {@link org.sparksoftmax.math.block.WeightOrder}:
 * class-major for dense rows (the inner loop runs over contiguous features), feature-major for
 * sparse rows (a non-zero touches K contiguous values). An optimiser is indifferent to the order of
 * its parameters, so the order is chosen once per data set and nothing is transposed in the loop.
 *
 * <p>Values stored as f64 are multiplied in float64, those stored as u8 or f32 in float32. Bytes
 * are widened a strip of rows at a time, into a buffer that stays in the cache: widening them in
 * the registers of the product would repeat it for every five classes. {@link
 * org.sparksoftmax.math.block.ColumnSums} and {@link org.sparksoftmax.math.block.ColumnMagnitudes}
 * sum over the columns of blocks. How a block is filled is the business of {@code data.block}.
 *
 * <p>Rejected: one class per pair of structure and type (six copies of the same loops); densifying
 * sparse rows.
 */
package org.sparksoftmax.math.block;
