/**
 * Updates on mini-batches of rows, at the speed of their arithmetic: θ, the memory of the update
 * rule and all intermediate results stay in place for many updates.
 *
 * <p>An epoch of N rows has n = ⌈N / size⌉ mini-batches of nearly equal size. They divide a
 * permutation of all rows that depends on the seed and the epoch alone. The gradient of a
 * mini-batch is summed in float32 over strips of rows: within a strip in row order, then strip by
 * strip. Each thread computes whole strips of the forward and backward pass, then whole panels of
 * the gradient and their update. So the bits depend on the rows, their order and the configuration,
 * but not on the number of threads, nor on whether one machine has all rows or each update collects
 * its own.
 *
 * <p>Rejected alternative: exact fixed-point sums of parts of a mini-batch, as {@link
 * org.sparksoftmax.math.gradient} has for whole blocks. With a hundred rows, adding a part costs as
 * much as its products, and rows could not be mixed freely over blocks.
 */
package org.sparksoftmax.math.descent;
