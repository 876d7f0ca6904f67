package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * Everything that a training run is told, validated.
 *
 * @param intercept whether the model has intercepts ({@code model.intercept}); of a network,
 *     whether all its layers have biases
 * @param network what makes the model more than a linear one ({@code model})
 * @param standardization whether features are centred and scaled ({@code standardization})
 * @param calibration of the probabilities, on validation data ({@code calibration})
 * @param report what report.html shows of classes and features ({@code report})
 * @param resolvedJson the resolved configuration as JSON text, for summary.json
 */
public record TrainingConfig(
    DataConfig data,
    boolean intercept,
    NetworkConfig network,
    LossConfig loss,
    RegularizationConfig regularization,
    boolean standardization,
    OptimizerConfig optimizer,
    CheckpointConfig checkpoint,
    Calibration calibration,
    TuneConfig tune,
    ReportConfig report,
    String resolvedJson) {

  public TrainingConfig {
    OptimizerRules.check(data, regularization, optimizer);
    NetworkRules.check(network, optimizer);
    if (calibration != Calibration.NONE && !data.validation().isPresent()) {
      throw invalid(
          "calibration",
          "temperature",
          "needs validation data: set data.validation.path or data.validation.fraction");
    }
  }
}
