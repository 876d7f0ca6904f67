/**
 * Blocks of examples, the unit in which data is cached, sent and multiplied.
 *
 * <p>A block holds consecutive rows of X (N×D), dense or CSR ({@link
 * org.sparksoftmax.math.block.FeatureBlock}), with {@link org.sparksoftmax.math.block.Values} of
 * type u8, f32 or f64. Its products with weights W (K×D) are
 *
 * <ul>
 *   <li>logits: Z += X Wᵀ (N×K, row-major), the forward product;
 *   <li>gradient: G += Rᵀ X (K×D), the backward product for a residual R (N×K, row-major).
 * </ul>
 *
 * <p>W and G are flat arrays in the block's {@link org.sparksoftmax.math.block.WeightOrder}:
 * class-major for dense rows (the inner loop runs over contiguous features), feature-major for
 * sparse rows (a non-zero touches K contiguous values). Optimisers do not depend on the order of
 * the parameters, so the order is chosen once per data set and the training loop transposes
 * nothing.
 *
 * <p>Values stored as f64 are multiplied in float64, those stored as u8 or f32 in float32. Bytes
 * are widened one strip of rows at a time, into a buffer that stays in the cache; widening them in
 * registers during the product would repeat the work for every five classes. {@link
 * org.sparksoftmax.math.block.ColumnSums} and {@link org.sparksoftmax.math.block.ColumnMagnitudes}
 * compute column statistics of blocks. Blocks are built in {@code data.block}.
 *
 * <p>Rejected: one class per combination of structure and type (six copies of the same loops);
 * densifying sparse rows.
 */
package org.sparksoftmax.math.block;
