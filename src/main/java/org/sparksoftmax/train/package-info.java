/**
 * Training on Spark.
 *
 * <p>The loop is {@code θ → broadcast → mapPartitions → treeAggregate → mean loss and gradient →
 * update}. {@link org.sparksoftmax.train.Trainer} connects data, objective and optimiser; {@link
 * org.sparksoftmax.train.TrainingProblem} is the objective that data and configuration define;
 * {@link org.sparksoftmax.train.RunWatch} inspects every state for validation, time limit and
 * result; {@link org.sparksoftmax.train.Preflight} rejects runs that lack memory.
 *
 * <p>The passes over the data are in {@link org.sparksoftmax.train.pass}, states on storage in
 * {@link org.sparksoftmax.train.checkpoint}, grids of configurations in {@link
 * org.sparksoftmax.train.tune}. What a run publishes is in {@code run}.
 */
package org.sparksoftmax.train;
