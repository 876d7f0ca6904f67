package org.sparksoftmax.train.pass;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.row.JobDescription;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.ScaledLoss;
import org.sparksoftmax.math.evaluate.ScaledLossSum;
import org.sparksoftmax.math.evaluate.TemperatureSearch;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * Calibrates a model by one number (Guo et al., 2017): the temperature by which all logits are
 * divided so that the log loss on rows that training has not seen is smallest. The prediction of a
 * row stays what it was. One Spark job an evaluation, of which some five to ten are needed.
 */
public final class TemperatureScaling {

  private final SoftmaxModel model;
  private final DataSet data;

  /**
   * @param model whose own temperature does not count
   * @param data the rows to calibrate on
   */
  public TemperatureScaling(SoftmaxModel model, DataSet data) {
    this.model = model;
    this.data = data;
  }

  /**
   * A calibrated model.
   *
   * @param model with its new temperature
   * @param search how it was found
   * @param before the measures at the temperature 1
   */
  public record Result(
      SoftmaxModel model, TemperatureSearch.Result search, ClassificationReport before) {}

  /** The model at the temperature that fits the data best, and what it was before. */
  public Result calibrate() {
    return JobDescription.during(data.context(), "calibration", this::calibrated);
  }

  private Result calibrated() {
    ClassificationReport before = SparkEvaluator.evaluate(model.withTemperature(1), data);
    TemperatureSearch.Result search = fit();
    return new Result(model.withTemperature(search.temperature()), search, before);
  }

  /** The temperature that fits the data best. */
  TemperatureSearch.Result fit() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(data.blocks().context());
    Broadcast<KernelParameters> broadcast =
        context.broadcast(
            KernelParameters.forLogits(
                model.layout(data.order()), model.parameters(data.order()), data.arithmetic()));
    try {
      return TemperatureSearch.minimize(beta -> lossAt(beta, broadcast));
    } finally {
      broadcast.destroy();
    }
  }

  private ScaledLoss lossAt(double beta, Broadcast<KernelParameters> parameters) {
    int classes = model.classes().size(); // the closure is not to hold the model
    return LogitPass.over(
            data, parameters, () -> new ScaledLossSum(classes, beta), ScaledLossSum::merge)
        .mean();
  }
}
