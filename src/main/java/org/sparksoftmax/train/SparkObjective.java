package org.sparksoftmax.train;

import java.util.List;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.loss.Targets;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.ModelStack;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.GridSum;
import org.sparksoftmax.objective.MiniBatch;
import org.sparksoftmax.regularize.Regularizer;

/** The objective over blocks on a cluster: one Spark job an evaluation. */
public final class SparkObjective extends DataObjective {

  private final GradientPass pass;
  private final Targets targets;
  private final double dropoutRate;

  /**
   * See {@link DataObjective}.
   *
   * @param pass over the data, which should be cached
   * @param dropoutRate share of the units of each hidden layer that a step does without
   */
  public SparkObjective(
      GradientPass pass,
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets,
      double dropoutRate) {
    super(layout, regularizer, scaling);
    this.pass = pass;
    this.targets = targets;
    this.dropoutRate = dropoutRate;
  }

  /** As the other one, of labels and features that are multiplied. */
  public SparkObjective(
      DataSet data, ParameterLayout layout, Regularizer regularizer, double featureMultiplier) {
    this(
        new GradientPass(data, 1),
        layout,
        regularizer,
        FeatureScaling.of(featureMultiplier),
        Targets.PLAIN,
        0);
  }

  @Override
  protected Arithmetic arithmetic() {
    return pass.arithmetic();
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    GridSum sums =
        pass.sum(
            ModelStack.of(layout()),
            List.of(rawParameters),
            List.of(targets),
            pass.select(batch),
            batch.dropout(dropoutRate));
    return new Sums(sums.sum().lossSum(), sums.sum().weightSum(), sums.gradient(layout()));
  }
}
