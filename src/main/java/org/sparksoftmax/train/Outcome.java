package org.sparksoftmax.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.pass.TemperatureScaling;

/**
 * The outcome of a training run.
 *
 * @param training the result of the optimisation
 * @param model the trained model, calibrated if configured
 * @param calibration the result of calibration, if configured
 * @param reports the metrics of the model by data set: {@code train}, and {@code validation} and
 *     {@code test} if present
 * @param warnings the warnings that the model may not generalise
 */
public record Outcome(
    Trainer.Result training,
    SoftmaxModel model,
    Optional<TemperatureScaling.Result> calibration,
    Map<String, ClassificationReport> reports,
    List<String> warnings) {

  /** Calibrates and evaluates a trained model, in a few passes over the data. */
  public static Outcome of(TrainingConfig config, TrainingData data, Trainer.Result training) {
    return of(config, data, training, step -> {});
  }

  /**
   * Calibrates and evaluates a trained model, reporting progress.
   *
   * @param done receives the name of each completed step: {@code calibrate}, if configured, and
   *     {@code evaluate}
   */
  public static Outcome of(
      TrainingConfig config, TrainingData data, Trainer.Result training, Consumer<String> done) {
    Optional<TemperatureScaling.Result> calibration = calibrate(config, data, training.model());
    calibration.ifPresent(result -> done.accept("calibrate"));
    SoftmaxModel model = calibration.map(TemperatureScaling.Result::model).orElse(training.model());
    Map<String, ClassificationReport> reports = SparkEvaluator.evaluate(model, data.sets());
    done.accept("evaluate");
    return new Outcome(
        training, model, calibration, reports, Overfitting.warnings(config, reports));
  }

  /**
   * Calibrates a model as configured. Resumed runs calibrate again, because the optimizer's state
   * does not include the temperature.
   */
  private static Optional<TemperatureScaling.Result> calibrate(
      TrainingConfig config, TrainingData data, SoftmaxModel model) {
    return switch (config.calibration()) {
      case NONE -> Optional.empty();
      case TEMPERATURE ->
          data.validation().map(set -> new TemperatureScaling(model, set).calibrate());
    };
  }
}
