package org.sparksoftmax.ml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.sparksoftmax.config.Calibration;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigBuilder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.text.Keyword;

/** Converts the parameters of a stage to a configuration. */
final class ConfigOfParams {

  private final SoftmaxClassifierParams params;

  ConfigOfParams(SoftmaxClassifierParams params) {
    this.params = params;
  }

  /**
   * Returns the configuration.
   *
   * @param classes the classes, if they are known
   */
  TrainingConfig config(Optional<LabelIndex> classes) {
    ConfigBuilder config =
        ConfigBuilder.of(DataFormat.PARQUET, ParamNames.INPUT)
            .withStorage(choice(Storage.class, params.getStorage()))
            .withIntercept(params.getFitIntercept())
            .withHiddenLayers(params.getHiddenLayers())
            .withActivation(choice(Activation.class, params.getActivation()))
            .withDropout(params.getDropout())
            .withLabelSmoothing(params.getLabelSmoothing())
            .withRegularization(params.getRegParam(), params.getElasticNetParam())
            .withStandardization(params.getStandardization())
            .withOptimizer(solver(), params.getSeed())
            .withStopping(params.getMaxIter(), params.getTol())
            .withMiniBatchFraction(params.getMiniBatchFraction())
            .withEarlyStopping(
                choice(EarlyStoppingConfig.Metric.class, params.getValidationMetric()),
                params.getPatience(),
                params.getMinImprovement())
            .withCalibration(choice(Calibration.class, params.getCalibration()))
            .withCheckpointInterval(
                isNamed(params.checkpointDir()) ? params.getCheckpointInterval() : 0);
    if (params.isDefined(params.stepSize())) {
      config.withStepSize(params.getStepSize());
    }
    if (params.getMiniBatchSize() > 0) {
      config.withMiniBatchSize(params.getMiniBatchSize());
    }
    if (isNamed(params.validationIndicatorCol())) {
      config.withValidation(ParamNames.HELD_OUT);
    }
    if (params.getNumPartitions() > 0) {
      config.withPartitions(params.getNumPartitions());
    }
    setClassWeights(config, classes);
    return config.build();
  }

  /** Whether the parameter names a column or directory. */
  boolean isNamed(Param<String> param) {
    return params.isDefined(param) && !params.getOrDefault(param).isEmpty();
  }

  /** The column or directory that the parameter names; empty if not set. */
  Optional<String> named(Param<String> param) {
    return isNamed(param) ? Optional.of(params.getOrDefault(param)) : Optional.empty();
  }

  private OptimizerConfig.Type solver() {
    if (!"auto".equals(params.getSolver())) {
      return choice(OptimizerConfig.Type.class, params.getSolver());
    }
    return params.getRegParam() * params.getElasticNetParam() > 0
        ? OptimizerConfig.Type.OWLQN
        : OptimizerConfig.Type.LBFGS;
  }

  /** Never fails, because the validator of the parameter admits only these words. */
  private static <E extends Enum<E>> E choice(Class<E> type, String word) {
    return Keyword.find(type, word).orElseThrow();
  }

  private void setClassWeights(ConfigBuilder config, Optional<LabelIndex> classes) {
    double[] weights = params.getClassWeights();
    if (params.getBalancedClasses() && weights.length > 0) {
      throw new ConfigException("Invalid classWeights with balancedClasses: leave one out");
    }
    if (params.getBalancedClasses()) {
      config.withBalancedClasses();
    }
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (int k = 0; k < weights.length; k++) {
      boolean named = classes.isPresent() && k < classes.get().size();
      byLabel.put(named ? classes.get().label(k) : Integer.toString(k), weights[k]);
    }
    if (weights.length > 0) {
      config.withClassWeights(byLabel);
    }
  }
}
