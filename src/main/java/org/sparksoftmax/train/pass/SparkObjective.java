package org.sparksoftmax.train.pass;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.DataObjective;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.regularize.Regularizer;

/** The objective over blocks on a cluster: one Spark job an evaluation. */
public final class SparkObjective extends DataObjective {

  private final GradientPass pass;
  private final Arithmetic arithmetic;

  /**
   * See {@link DataObjective}.
   *
   * @param pass over the data, which should be cached
   */
  public SparkObjective(GradientPass pass, ObjectiveSpec spec) {
    this(pass, spec, pass.arithmetic());
  }

  private SparkObjective(GradientPass pass, ObjectiveSpec spec, Arithmetic arithmetic) {
    super(spec);
    this.pass = pass;
    this.arithmetic = arithmetic;
  }

  /** As the other one, of labels and features that are multiplied. */
  public SparkObjective(
      DataSet data, ParameterLayout layout, Regularizer regularizer, double featureMultiplier) {
    this(
        new GradientPass(data, 1),
        ObjectiveSpec.plain(layout, regularizer, FeatureScaling.of(featureMultiplier)));
  }

  @Override
  protected Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public Optional<Objective> inFloat64() {
    return arithmetic == Arithmetic.F64
        ? Optional.empty()
        : Optional.of(new SparkObjective(pass, spec(), Arithmetic.F64));
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    GridSum sums =
        pass.sum(
            ModelStack.of(storedLayout()),
            List.of(rawParameters),
            List.of(spec().targets()),
            pass.select(batch),
            batch.dropout(spec().dropoutRate()),
            arithmetic);
    return new Sums(sums.sum().lossSum(), sums.sum().weightSum(), sums.gradient(storedLayout()));
  }

  @Override
  public LocalDescent.Outcome descend(LocalDescent descent, LocalDescent.Iterate from) {
    return PartitionDescent.over(pass.data(), spec(), descent, from);
  }
}
