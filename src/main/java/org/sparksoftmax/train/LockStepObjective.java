package org.sparksoftmax.train;

import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.loss.Targets;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.MiniBatch;

/** The objective of one run among several that share their passes over the data. */
final class LockStepObjective extends DataObjective {

  private final LockStep lockStep;
  private final int run;
  private final Targets targets;
  private final Arithmetic arithmetic;
  private final double dropoutRate;

  LockStepObjective(LockStep lockStep, int run, TrainingProblem problem) {
    super(problem.layout(), problem.regularizer(), problem.scaling());
    this.lockStep = lockStep;
    this.run = run;
    this.targets = problem.targets();
    this.arithmetic = problem.data().train().arithmetic();
    this.dropoutRate = problem.dropoutRate();
  }

  @Override
  protected Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    return lockStep.sums(run, rawParameters, targets, batch, batch.dropout(dropoutRate));
  }
}
