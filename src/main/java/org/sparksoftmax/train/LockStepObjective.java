package org.sparksoftmax.train;

import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.LocalDescent;
import org.sparksoftmax.objective.MiniBatch;

/** The objective of one run among several that share their passes over the data. */
final class LockStepObjective extends DataObjective {

  private final LockStep lockStep;
  private final int run;
  private final DataSet data;

  LockStepObjective(LockStep lockStep, int run, TrainingProblem problem) {
    super(problem.objectiveSpec());
    this.lockStep = lockStep;
    this.run = run;
    this.data = problem.data().train();
  }

  @Override
  protected Arithmetic arithmetic() {
    return data.arithmetic();
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    return lockStep.sums(run, rawParameters, spec(), batch);
  }

  /** By itself: each partition is busy with its own updates. */
  @Override
  public LocalDescent.Outcome descend(LocalDescent descent, LocalDescent.Iterate from) {
    return PartitionDescent.over(data, spec(), descent, from);
  }
}
