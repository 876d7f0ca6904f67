package org.sparksoftmax.train.tune;

import java.util.Optional;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.objective.DataObjective;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.train.TrainingProblem;
import org.sparksoftmax.train.pass.PartitionDescent;

/** The objective of one run among several that share their passes over the data. */
final class LockStepObjective extends DataObjective {

  private final LockStep lockStep;
  private final int run;
  private final DataSet data;
  private final Arithmetic arithmetic;

  LockStepObjective(LockStep lockStep, int run, TrainingProblem problem) {
    this(
        lockStep,
        run,
        problem.objectiveSpec(),
        problem.data().train(),
        problem.data().train().arithmetic());
  }

  private LockStepObjective(
      LockStep lockStep, int run, ObjectiveSpec spec, DataSet data, Arithmetic arithmetic) {
    super(spec);
    this.lockStep = lockStep;
    this.run = run;
    this.data = data;
    this.arithmetic = arithmetic;
  }

  @Override
  protected Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public Optional<Objective> inFloat64() {
    return arithmetic == Arithmetic.F64
        ? Optional.empty()
        : Optional.of(new LockStepObjective(lockStep, run, spec(), data, Arithmetic.F64));
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    return lockStep.sums(run, rawParameters, spec(), batch, arithmetic);
  }

  /** By itself: each partition is busy with its own updates. */
  @Override
  public LocalDescent.Outcome descend(LocalDescent descent, LocalDescent.Iterate from) {
    return PartitionDescent.over(data, spec(), descent, from);
  }
}
