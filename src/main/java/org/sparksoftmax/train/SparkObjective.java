package org.sparksoftmax.train;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.KernelParameters;
import org.sparksoftmax.objective.LossGradientSum;
import org.sparksoftmax.regularize.Regularizer;

/** The objective over blocks on a cluster: one Spark job an evaluation. */
public final class SparkObjective extends DataObjective {

  private final JavaRDD<ExampleBlock> blocks;
  private final Arithmetic arithmetic;

  /**
   * See {@link DataObjective}.
   *
   * @param data whose blocks should be cached
   */
  public SparkObjective(
      DataSet data, ParameterLayout layout, Regularizer regularizer, double featureMultiplier) {
    super(layout, regularizer, featureMultiplier);
    this.blocks = data.blocks();
    this.arithmetic = data.arithmetic();
  }

  @Override
  protected Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  protected LossGradientSum sumOverData(double[] rawParameters) {
    Broadcast<KernelParameters> parameters =
        JavaSparkContext.fromSparkContext(blocks.context())
            .broadcast(KernelParameters.of(layout(), rawParameters, arithmetic));
    try {
      return blocks
          .mapPartitions(new PartitionEvaluator(parameters))
          .treeAggregate(
              new LossGradientSum(),
              LossGradientSum::merge,
              LossGradientSum::merge,
              treeDepth(blocks.getNumPartitions()));
    } finally {
      parameters.destroy();
    }
  }

  /** Few partial sums are merged fastest on the driver; many would fill its memory. */
  static int treeDepth(int partitions) {
    return partitions <= 16 ? 1 : 2;
  }
}
