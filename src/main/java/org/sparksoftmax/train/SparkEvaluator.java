package org.sparksoftmax.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.data.JobDescription;
import org.sparksoftmax.evaluate.ClassificationCounts;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.evaluate.Detail;
import org.sparksoftmax.model.LabelIndex;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.KernelParameters;

/** Measures a model on a data set: one Spark job. */
public final class SparkEvaluator {

  private SparkEvaluator() {}

  /** All measures of {@code model} on data sets that have names. */
  public static Map<String, ClassificationReport> evaluate(
      SoftmaxModel model, Map<String, DataSet> sets) {
    Map<String, ClassificationReport> reports = new LinkedHashMap<>();
    sets.forEach(
        (name, data) ->
            reports.put(
                name,
                JobDescription.during(
                    data.context(), "evaluate " + name, () -> evaluate(model, data))));
    return reports;
  }

  /** All measures of {@code model} on {@code data}. */
  public static ClassificationReport evaluate(SoftmaxModel model, DataSet data) {
    ParameterLayout layout = model.layout(data.order());
    double[] parameters = model.logitParameters(data.order());
    return evaluate(layout, parameters, model.classes(), data, Detail.FULL);
  }

  /**
   * The quick measures of {@code parameters} on {@code data}.
   *
   * @param parameters θ for the features as stored
   */
  static ClassificationReport evaluate(
      ParameterLayout layout, double[] parameters, LabelIndex classes, DataSet data) {
    return evaluate(layout, parameters, classes, data, Detail.QUICK);
  }

  private static ClassificationReport evaluate(
      ParameterLayout layout,
      double[] parameters,
      LabelIndex classes,
      DataSet data,
      Detail detail) {
    double weightSum = data.inventory().exampleWeightSum();
    Broadcast<KernelParameters> broadcast =
        JavaSparkContext.fromSparkContext(data.blocks().context())
            .broadcast(KernelParameters.forLogits(layout, parameters, data.arithmetic()));
    try {
      ClassificationCounts counts =
          LogitPass.over(
              data,
              broadcast,
              () -> new ClassificationCounts(layout.classes(), detail, weightSum),
              ClassificationCounts::merge);
      return ClassificationReport.of(counts, classes);
    } finally {
      broadcast.destroy();
    }
  }
}
