/**
 * Training on Spark.
 *
 * <p>The loop is {@code θ → broadcast → mapPartitions → treeAggregate → mean loss and gradient →
 * update}: {@link org.sparksoftmax.train.SparkObjective} is one turn of it as seen by an optimiser,
 * {@link org.sparksoftmax.train.PartitionEvaluator} is what runs on a partition, {@link
 * org.sparksoftmax.train.Trainer} puts data, objective and optimiser together. Partitions produce
 * sums only; nothing that is sent with a task holds data or a gradient. {@link
 * org.sparksoftmax.train.TrainingProblem} is what data and configuration make of the objective,
 * {@link org.sparksoftmax.train.RunWatch} looks at every state for validation data, clock and
 * result.
 *
 * <p>{@link org.sparksoftmax.train.Tuner} trains a grid of configurations whose evaluations are
 * done together ({@link org.sparksoftmax.train.LockStep}): the weights of all of them stand one
 * behind the other in one product with the features. Rejected: one run after the other, each from
 * the optimum of the one before, which saves iterations but shares no pass.
 *
 * <p>{@link org.sparksoftmax.train.OutputDirectory} makes files visible whole or not at all, for
 * one run at a time; {@link org.sparksoftmax.train.Checkpoints} keeps the states from which a run
 * that was stopped goes on; {@link org.sparksoftmax.train.Preflight} refuses what has too little
 * memory.
 */
package org.sparksoftmax.train;
