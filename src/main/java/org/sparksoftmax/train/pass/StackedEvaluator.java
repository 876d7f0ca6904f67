package org.sparksoftmax.train.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.evaluate.StackedCounts;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.CrossValidationFolds;
import org.sparksoftmax.text.Count;

/**
 * Evaluates several models of one layout on a data set: one Spark job for all linear models, or one
 * for each network.
 */
public final class StackedEvaluator {

  private StackedEvaluator() {}

  /** The means over the rows on which a model is evaluated. */
  public record Measures(double logLoss, double accuracy) {}

  /**
   * Evaluates every model, in order.
   *
   * @param layout the layout of each model
   * @param rawParameters θ of each model for the features as stored
   * @param folds null to evaluate every model on all rows
   * @param heldOut the fold on which each model is evaluated
   */
  public static List<Measures> evaluate(
      ParameterLayout layout,
      List<double[]> rawParameters,
      DataSet data,
      CrossValidationFolds folds,
      int[] heldOut) {
    List<Measures> measures = new ArrayList<>();
    int together = layout.isLinear() ? rawParameters.size() : 1;
    for (int from = 0; from < rawParameters.size(); from += together) {
      int to = from + together;
      StackedCounts counts =
          counts(
              new ModelStack(layout, together),
              rawParameters.subList(from, to),
              data,
              folds,
              Arrays.copyOfRange(heldOut, from, to));
      for (int g = 0; g < together; g++) {
        measures.add(new Measures(counts.logLoss(g), counts.accuracy(g)));
      }
    }
    return measures;
  }

  private static StackedCounts counts(
      ModelStack stack,
      List<double[]> rawParameters,
      DataSet data,
      CrossValidationFolds folds,
      int[] heldOut) {
    int classes = stack.one().classes();
    double weightSum = data.inventory().exampleWeightSum();
    KernelParameters parameters =
        KernelParameters.forLogits(stack.layout(), stack.stack(rawParameters), data.arithmetic());
    return JobDescription.during(
        data.context(),
        "measures of " + Count.of(heldOut.length, "run"),
        () ->
            new LogitPass<>(
                    () -> new StackedCounts(classes, folds, heldOut, weightSum),
                    StackedCounts::merge)
                .over(data, parameters));
  }
}
