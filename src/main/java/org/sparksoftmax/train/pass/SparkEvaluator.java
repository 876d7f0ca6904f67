package org.sparksoftmax.train.pass;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.evaluate.ClassificationCounts;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.Detail;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;

/** Evaluates a model on a data set, in one Spark job. */
public final class SparkEvaluator {

  private SparkEvaluator() {}

  /** Computes all metrics of {@code model} on several named data sets. */
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

  /** Computes all metrics of {@code model} on {@code data}. */
  public static ClassificationReport evaluate(SoftmaxModel model, DataSet data) {
    ParameterLayout layout = model.layout(data.order());
    double[] parameters = model.logitParameters(data.order());
    return evaluate(layout, parameters, model.classes(), data, Detail.FULL);
  }

  /**
   * Computes the basic metrics of {@code parameters} on {@code data}.
   *
   * @param parameters θ for the features as stored
   */
  public static ClassificationReport evaluate(
      ParameterLayout layout, double[] parameters, LabelIndex classes, DataSet data) {
    return evaluate(layout, parameters, classes, data, Detail.QUICK);
  }

  private static ClassificationReport evaluate(
      ParameterLayout layout,
      double[] parameters,
      LabelIndex classes,
      DataSet data,
      Detail detail) {
    ClassificationCounts counts =
        pass(layout.classes(), data, detail)
            .over(data, KernelParameters.forLogits(layout, parameters, data.arithmetic()));
    return ClassificationReport.of(counts, classes);
  }

  /** The pass that computes metrics on {@code data}. */
  static LogitPass<ClassificationCounts> pass(int classes, DataSet data, Detail detail) {
    double weightSum = data.inventory().exampleWeightSum();
    return new LogitPass<>(
        () -> new ClassificationCounts(classes, detail, weightSum), ClassificationCounts::merge);
  }
}
