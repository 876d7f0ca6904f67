/**
 * Training on Spark.
 *
 * <p>The loop is {@code θ → broadcast → mapPartitions → treeAggregate → mean loss and gradient →
 * update}. {@link org.sparksoftmax.train.Trainer} connects data, objective and optimiser; {@link
 * org.sparksoftmax.train.TrainingProblem} defines the objective from data and configuration; {@link
 * org.sparksoftmax.train.RunWatch} handles validation, the time limit and the choice of the result;
 * {@link org.sparksoftmax.train.Preflight} rejects runs that would run out of memory.
 *
 * <p>Package {@link org.sparksoftmax.train.pass} has the passes over the data, {@link
 * org.sparksoftmax.train.checkpoint} the saved states, and {@link org.sparksoftmax.train.tune} the
 * grid search. The files that a run publishes are written by {@code run}.
 */
package org.sparksoftmax.train;
