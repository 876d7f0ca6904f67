package org.sparksoftmax.ml;

/** The defaults of the parameters: MLlib's, or those of the configuration. */
final class Defaults {

  private Defaults() {}

  /** Sets them on a stage that is being made. */
  static void set(SoftmaxClassifierParams stage) {
    stage.setDefault(stage.regParam(), 0.0);
    stage.setDefault(stage.elasticNetParam(), 0.0);
    stage.setDefault(stage.maxIter(), 100);
    stage.setDefault(stage.tol(), 1e-6);
    stage.setDefault(stage.fitIntercept(), true);
    stage.setDefault(stage.standardization(), true);
    stage.setDefault(stage.aggregationDepth(), 2);
    stage.setDefault(stage.family(), "auto");
    stage.setDefault(stage.seed(), 1L);
    stage.setDefault(stage.solver(), "auto");
    stage.setDefault(stage.miniBatchFraction(), 1.0);
    stage.setDefault(stage.activation(), "relu");
    stage.setDefault(stage.dropout(), 0.0);
    stage.setDefault(stage.labelSmoothing(), 0.0);
    stage.setDefault(stage.balancedClasses(), false);
    stage.setDefault(stage.patience(), 0);
    stage.setDefault(stage.minImprovement(), 0.0);
    stage.setDefault(stage.validationMetric(), "loss");
    stage.setDefault(stage.calibration(), "none");
    stage.setDefault(stage.checkpointInterval(), 10);
    stage.setDefault(stage.storage(), "auto");
    stage.setDefault(stage.numPartitions(), 0);
  }
}
