/**
 * Operations on plain vectors that the other packages share: reproducible dot products and sums,
 * parallel loops over parts of an array, and hashing.
 *
 * <p>Every operation fixes the order of its additions, or adds without rounding, so its result does
 * not depend on the number of threads. Matrix products are in {@link org.sparksoftmax.math.kernel}.
 */
package org.sparksoftmax.math.linalg;
