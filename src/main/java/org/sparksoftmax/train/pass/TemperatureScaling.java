package org.sparksoftmax.train.pass;

import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.ScaledLoss;
import org.sparksoftmax.math.evaluate.ScaledLossSum;
import org.sparksoftmax.math.evaluate.TemperatureSearch;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * Calibrates a model by temperature scaling (Guo et al., 2017): divides all logits by the number
 * that minimises the log loss on held-out rows. Predictions do not change. Calibration takes five
 * to ten evaluations, each of which is one Spark job.
 */
public final class TemperatureScaling {

  private final SoftmaxModel model;
  private final DataSet data;

  /**
   * @param model the model to calibrate; its current temperature is ignored
   * @param data the rows to calibrate on
   */
  public TemperatureScaling(SoftmaxModel model, DataSet data) {
    this.model = model;
    this.data = data;
  }

  /**
   * The result of a calibration.
   *
   * @param model the model with its new temperature
   * @param search the result of the temperature search
   * @param before the metrics at temperature 1
   */
  public record Result(
      SoftmaxModel model, TemperatureSearch.Result search, ClassificationReport before) {}

  /** Calibrates the model to the data. */
  public Result calibrate() {
    return JobDescription.during(data.context(), "calibration", this::calibrated);
  }

  private Result calibrated() {
    ClassificationReport before = SparkEvaluator.evaluate(model.withTemperature(1), data);
    TemperatureSearch.Result search = fit();
    return new Result(model.withTemperature(search.temperature()), search, before);
  }

  /** Finds the best temperature for the data. */
  TemperatureSearch.Result fit() {
    KernelParameters parameters =
        KernelParameters.forLogits(
            model.layout(data.order()), model.parameters(data.order()), data.arithmetic());
    return TemperatureSearch.minimize(beta -> lossAt(beta, parameters));
  }

  private ScaledLoss lossAt(double beta, KernelParameters parameters) {
    int classes = model.classes().size(); // the closure must not capture the model
    return new LogitPass<>(() -> new ScaledLossSum(classes, beta), ScaledLossSum::merge)
        .over(data, parameters)
        .mean();
  }
}
