/**
 * Passes over a distributed data set: loss and gradient, logits, evaluation, local steps, means and
 * spreads of columns, and samples of rows.
 *
 * <p>A pass broadcasts its parameters, sums over the blocks of each partition, and combines the
 * partial sums in a tree. Nothing that is sent with a task holds data or a gradient. What is done
 * with the result, and when, is decided in {@link org.sparksoftmax.train}.
 */
package org.sparksoftmax.train.pass;
