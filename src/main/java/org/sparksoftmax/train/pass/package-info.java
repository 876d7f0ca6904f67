/**
 * Passes over a distributed data set: loss and gradient, logits, evaluation, local steps, column
 * means and deviations, and samples of rows.
 *
 * <p>A pass of loss and gradient has one task for each executor, whose threads add to one sum
 * ({@link org.sparksoftmax.data.job.ExecutorJob}); the sums of many executors are combined in a
 * tree. With a local master nothing is sent. Other passes broadcast their parameters and have one
 * task for each partition. Tasks contain neither data nor gradients. {@link org.sparksoftmax.train}
 * decides when to make a pass and how to use its result.
 */
package org.sparksoftmax.train.pass;
