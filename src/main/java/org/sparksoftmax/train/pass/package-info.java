/**
 * Passes over a distributed data set: loss and gradient, logits, evaluation, local steps, column
 * means and deviations, and samples of rows.
 *
 * <p>A pass broadcasts its parameters, sums over the blocks of each partition, and combines the
 * partial sums in a tree. Tasks contain neither data nor gradients. {@link org.sparksoftmax.train}
 * decides when to make a pass and how to use its result.
 */
package org.sparksoftmax.train.pass;
