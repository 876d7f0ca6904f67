package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.Map;
import org.sparksoftmax.config.Calibration;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.text.Keyword;

/**
 * Builds a configuration in code: typed values over the defaults of {@code train.conf}. The values
 * go through the same conversions and checks as in {@link ConfigReader}, so equal values give the
 * same resolved configuration.
 */
public final class ConfigBuilder {
  private Config values = ConfigFactory.empty();

  private ConfigBuilder() {}

  /**
   * Returns a builder with the default values.
   *
   * @param path the name of the training data in messages
   */
  public static ConfigBuilder of(DataFormat format, String path) {
    return new ConfigBuilder().with("data.format", format.name()).with("data.path", path);
  }

  /** Sets the name of the validation data in messages. */
  public ConfigBuilder withValidation(String path) {
    return with("data.validation.path", path);
  }

  public ConfigBuilder withStorage(Storage storage) {
    return with("data.storage", Keyword.of(storage));
  }

  public ConfigBuilder withPartitions(int partitions) {
    return with("data.partitions", partitions);
  }

  public ConfigBuilder withIntercept(boolean intercept) {
    return with("model.intercept", intercept);
  }

  /** Sets the number of units of each hidden layer; without any, the model is linear. */
  public ConfigBuilder withHiddenLayers(int... units) {
    return with("model.type", units.length == 0 ? "linear" : "network")
        .with("model.hidden-layers", Arrays.stream(units).boxed().toList());
  }

  public ConfigBuilder withActivation(Activation activation) {
    return with("model.activation", Keyword.of(activation));
  }

  public ConfigBuilder withDropout(double dropout) {
    return with("model.dropout", dropout);
  }

  public ConfigBuilder withLabelSmoothing(double labelSmoothing) {
    return with("loss.label-smoothing", labelSmoothing);
  }

  public ConfigBuilder withBalancedClasses() {
    return with("loss.class-weights", "balanced");
  }

  public ConfigBuilder withClassWeights(Map<String, Double> byLabel) {
    return with("loss.class-weights", byLabel);
  }

  public ConfigBuilder withRegularization(double strength, double elasticNet) {
    return with("regularization.strength", strength).with("regularization.elastic-net", elasticNet);
  }

  public ConfigBuilder withStandardization(boolean standardization) {
    return with("standardization", standardization);
  }

  public ConfigBuilder withOptimizer(OptimizerConfig.Type type, long seed) {
    return with("optimizer.type", Keyword.of(type)).with("optimizer.seed", seed);
  }

  public ConfigBuilder withStopping(int maxIterations, double tolerance) {
    return with("optimizer.max-iterations", maxIterations).with("optimizer.tolerance", tolerance);
  }

  public ConfigBuilder withStepSize(double initial) {
    return with("optimizer.step-size.initial", initial);
  }

  public ConfigBuilder withMiniBatchFraction(double fraction) {
    return with("optimizer.mini-batch-fraction", fraction);
  }

  public ConfigBuilder withMiniBatchSize(int rows) {
    return with("optimizer.mini-batch-size", rows);
  }

  public ConfigBuilder withEarlyStopping(
      EarlyStoppingConfig.Metric metric, int patience, double minImprovement) {
    return with("optimizer.early-stopping.metric", Keyword.of(metric))
        .with("optimizer.early-stopping.patience", patience)
        .with("optimizer.early-stopping.min-improvement", minImprovement);
  }

  public ConfigBuilder withCalibration(Calibration calibration) {
    return with("calibration", Keyword.of(calibration));
  }

  /** Writes checkpoints by iteration only; 0 disables them. */
  public ConfigBuilder withCheckpointInterval(int iterations) {
    return with("checkpoint.interval-iterations", iterations)
        .with("checkpoint.interval-seconds", 0);
  }

  /**
   * Builds the configuration.
   *
   * @throws org.sparksoftmax.config.ConfigException if a value breaks a rule
   */
  public TrainingConfig build() {
    Config defaults = ConfigFiles.defaults();
    return ConfigReader.read(new Settings(values.withFallback(defaults), defaults));
  }

  private ConfigBuilder with(String key, Object value) {
    values = values.withValue(key, ConfigValueFactory.fromAnyRef(value, "set in code"));
    return this;
  }
}
