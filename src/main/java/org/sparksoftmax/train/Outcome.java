package org.sparksoftmax.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sparksoftmax.config.Calibration;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * What a training run comes to.
 *
 * @param training the end of the optimisation
 * @param model calibrated, if the configuration asks for that
 * @param calibration what calibration did
 * @param reports the measures of the model on {@code train}, and on {@code validation} and {@code
 *     test} where there are such rows
 */
public record Outcome(
    Trainer.Result training,
    SoftmaxModel model,
    Optional<TemperatureScaling.Result> calibration,
    Map<String, ClassificationReport> reports) {

  /** Calibrates and measures a trained model: some passes over the data. */
  public static Outcome of(TrainingConfig config, TrainingData data, Trainer.Result training) {
    Optional<TemperatureScaling.Result> calibration =
        config.calibration() == Calibration.TEMPERATURE
            ? data.validation()
                .map(set -> new TemperatureScaling(training.model(), set).calibrate())
            : Optional.empty();
    SoftmaxModel model = calibration.map(TemperatureScaling.Result::model).orElse(training.model());
    Map<String, ClassificationReport> reports = new LinkedHashMap<>();
    sets(data).forEach((name, set) -> reports.put(name, SparkEvaluator.evaluate(model, set)));
    return new Outcome(training, model, calibration, reports);
  }

  private static Map<String, DataSet> sets(TrainingData data) {
    Map<String, DataSet> sets = new LinkedHashMap<>();
    sets.put("train", data.train());
    data.validation().ifPresent(set -> sets.put("validation", set));
    data.test().ifPresent(set -> sets.put("test", set));
    return sets;
  }
}
