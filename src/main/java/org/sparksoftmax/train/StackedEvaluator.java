package org.sparksoftmax.train;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.evaluate.StackedCounts;
import org.sparksoftmax.loss.Folds;
import org.sparksoftmax.model.ModelStack;
import org.sparksoftmax.objective.KernelParameters;

/** Measures several models of one layout on a data set: one Spark job. */
final class StackedEvaluator {

  private StackedEvaluator() {}

  /**
   * The measures of every model, in order.
   *
   * @param rawParameters θ of each model for the features as stored
   * @param folds null to measure every model on all rows
   * @param heldOut for each model the fold that it is measured on
   */
  static StackedCounts evaluate(
      ModelStack stack, List<double[]> rawParameters, DataSet data, Folds folds, int[] heldOut) {
    int classes = stack.one().classes();
    double weightSum = data.inventory().exampleWeightSum();
    Broadcast<KernelParameters> parameters =
        JavaSparkContext.fromSparkContext(data.blocks().context())
            .broadcast(
                KernelParameters.forLogits(
                    stack.layout(), stack.stack(rawParameters), data.arithmetic()));
    try {
      return LogitPass.over(
          data,
          parameters,
          () -> new StackedCounts(classes, folds, heldOut, weightSum),
          StackedCounts::merge);
    } finally {
      parameters.destroy();
    }
  }
}
