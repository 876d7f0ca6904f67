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
 * f64); all arithmetic is float64. Rejected: one class per pair of structure and type (six copies
 * of the same loops); densifying sparse rows.
 *
 * <p>This package imports {@code java.*} only.
 */
package org.sparksoftmax.linalg;
