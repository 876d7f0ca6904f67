package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * Everything that a training run is told, validated.
 *
 * @param intercept whether the model has intercepts ({@code model.intercept})
 * @param regularizationStrength λ of the L2 penalty ({@code regularization.strength})
 * @param calibration of the probabilities, on validation data ({@code calibration})
 * @param resolvedJson the resolved configuration as JSON text, for summary.json
 */
public record TrainingConfig(
    DataConfig data,
    boolean intercept,
    double regularizationStrength,
    OptimizerConfig optimizer,
    CheckpointConfig checkpoint,
    Calibration calibration,
    String resolvedJson) {

  public TrainingConfig {
    if (!(regularizationStrength >= 0 && Double.isFinite(regularizationStrength))) {
      throw invalid("regularization.strength", regularizationStrength, "must be >= 0 and finite");
    }
    if (calibration != Calibration.NONE && !data.validation().isPresent()) {
      throw invalid(
          "calibration",
          "temperature",
          "needs validation data: set data.validation.path or data.validation.fraction");
    }
  }
}
