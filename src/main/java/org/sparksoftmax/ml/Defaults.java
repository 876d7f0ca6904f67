package org.sparksoftmax.ml;

import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigBuilder;
import org.sparksoftmax.data.job.SupportedSpark;
import org.sparksoftmax.text.Keyword;

/**
 * The defaults of the parameters: those of MLlib or, for other parameters, of the configuration.
 */
final class Defaults {
  /** The default configuration of a network, because a linear model has no activation. */
  private static final TrainingConfig CONFIG =
      ConfigBuilder.of(DataFormat.PARQUET, ParamNames.INPUT).withHiddenLayers(1).build();

  private Defaults() {}

  /** Sets the defaults of a new stage. */
  static void set(SoftmaxClassifierParams stage) {
    SupportedSpark.require();
    setMllibDefaults(stage);
    OptimizerConfig optimizer = CONFIG.optimizer();
    stage.setDefault(stage.elasticNetParam(), CONFIG.regularization().elasticNet());
    stage.setDefault(stage.tol(), optimizer.tolerance());
    stage.setDefault(stage.fitIntercept(), CONFIG.intercept());
    stage.setDefault(stage.seed(), optimizer.miniBatches().seed());
    stage.setDefault(stage.miniBatchFraction(), optimizer.miniBatches().fraction());
    stage.setDefault(stage.activation(), Keyword.of(CONFIG.network().hidden().activation()));
    stage.setDefault(stage.dropout(), CONFIG.network().dropout());
    stage.setDefault(stage.labelSmoothing(), CONFIG.loss().labelSmoothing());
    stage.setDefault(stage.patience(), optimizer.earlyStopping().patience());
    stage.setDefault(stage.minImprovement(), optimizer.earlyStopping().minImprovement());
    stage.setDefault(stage.validationMetric(), Keyword.of(optimizer.earlyStopping().metric()));
    stage.setDefault(stage.calibration(), Keyword.of(CONFIG.calibration()));
    stage.setDefault(stage.storage(), Keyword.of(CONFIG.data().storage()));
  }

  /**
   * Sets the defaults of {@code LogisticRegression}, and of parameters without a configuration key.
   */
  private static void setMllibDefaults(SoftmaxClassifierParams stage) {
    stage.setDefault(stage.regParam(), 0.0);
    stage.setDefault(stage.maxIter(), 100);
    stage.setDefault(stage.threshold(), 0.5);
    stage.setDefault(stage.standardization(), true);
    stage.setDefault(stage.aggregationDepth(), 2);
    stage.setDefault(stage.family(), "auto");
    stage.setDefault(stage.solver(), "auto");
    stage.setDefault(stage.balancedClasses(), false);
    stage.setDefault(stage.checkpointInterval(), 10);
    stage.setDefault(stage.miniBatchSize(), 0);
    stage.setDefault(stage.numPartitions(), 0);
  }
}
