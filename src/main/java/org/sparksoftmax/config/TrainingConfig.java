package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * The validated configuration of a training run.
 *
 * @param intercept whether the model has intercepts ({@code model.intercept}); for a network,
 *     whether all layers have biases
 * @param network the hidden layers of the model ({@code model})
 * @param standardization whether features are centred and scaled ({@code standardization})
 * @param calibration how the probabilities are calibrated on the validation data ({@code
 *     calibration})
 * @param report how report.html presents classes and features ({@code report})
 * @param cluster how long a run waits for its cluster ({@code cluster})
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
    Cluster cluster,
    String resolvedJson) {

  /**
   * How long a run waits for its cluster.
   *
   * @param waitSeconds the longest time without a sign of work, in seconds, > 0
   */
  public record Cluster(double waitSeconds) {

    /** That of commands without a configuration. */
    public static final double DEFAULT_WAIT_SECONDS = 600;

    public Cluster {
      if (!(waitSeconds > 0 && Double.isFinite(waitSeconds))) {
        throw invalid("cluster.wait-seconds", waitSeconds, "must be > 0 and finite");
      }
    }
  }

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

  /**
   * Returns this configuration with another optimizer.
   *
   * @param json the resolved configuration with it
   */
  public TrainingConfig withOptimizer(OptimizerConfig other, String json) {
    return new TrainingConfig(
        data,
        intercept,
        network,
        loss,
        regularization,
        standardization,
        other,
        checkpoint,
        calibration,
        tune,
        report,
        cluster,
        json);
  }
}
