package org.sparksoftmax.train;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.LossGradientSum;
import org.sparksoftmax.regularize.Regularizer;

/** The objective over blocks on a cluster: one Spark job an evaluation. */
public final class SparkObjective extends DataObjective {

  private final JavaRDD<ExampleBlock> blocks;

  /** See {@link DataObjective}; the blocks should be cached. */
  public SparkObjective(
      JavaRDD<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      double featureMultiplier) {
    super(layout, regularizer, featureMultiplier);
    this.blocks = blocks;
  }

  @Override
  protected LossGradientSum sumOverData(double[] rawParameters) {
    Broadcast<double[]> parameters =
        JavaSparkContext.fromSparkContext(blocks.context()).broadcast(rawParameters);
    try {
      return blocks
          .mapPartitions(new PartitionEvaluator(layout(), parameters))
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
