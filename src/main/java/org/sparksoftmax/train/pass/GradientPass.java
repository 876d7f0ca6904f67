package org.sparksoftmax.train.pass;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.objective.BlockSampler;
import org.sparksoftmax.math.objective.BlockSelection;
import org.sparksoftmax.math.objective.MiniBatch;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Losses and gradients of one or more models over a data set: one Spark job a pass. */
public final class GradientPass {

  private final DataSet data;
  private final JavaRDD<ExampleBlock> blocks;
  private final GridSum.Source grids;
  private final BlockSampler sampler;

  /**
   * @param data whose blocks should be cached
   * @param largestClassWeight by which the weights of examples are multiplied, at most
   */
  public GradientPass(DataSet data, double largestClassWeight) {
    this.data = data;
    this.blocks = data.blocks();
    this.grids =
        new GridSum.Source(
            data.inventory().magnitudes(),
            data.inventory().exampleWeightSum() * largestClassWeight);
    this.sampler = new BlockSampler(data.inventory().orders());
  }

  public DataSet data() {
    return data;
  }

  Arithmetic arithmetic() {
    return data.arithmetic();
  }

  /** The blocks of a mini-batch. */
  public BlockSelection select(MiniBatch batch) {
    return sampler.select(batch);
  }

  /**
   * Sums over the blocks of {@code selection}.
   *
   * @param rawParameters θ of each model for the features as they are stored; not modified
   * @param targets of each model
   * @param dropout of hidden layers
   * @param arithmetic of the products: that of the data, or float64
   */
  public GridSum sum(
      ModelStack stack,
      List<double[]> rawParameters,
      List<Targets> targets,
      BlockSelection selection,
      Dropout dropout,
      Arithmetic arithmetic) {
    return grids.sum(
        stack.layout(),
        rawParameters.get(0),
        dropout,
        grid ->
            sum(
                KernelParameters.of(stack, rawParameters, targets, arithmetic, grid, dropout),
                selection));
  }

  private LossGradientSum sum(KernelParameters values, BlockSelection selection) {
    Broadcast<KernelParameters> parameters =
        JavaSparkContext.fromSparkContext(blocks.context()).broadcast(values);
    try {
      PartitionEvaluator evaluator = new PartitionEvaluator(parameters, selection);
      int depth = data.treeDepth();
      LossGradientSum sum =
          depth == 1
              ? sumOnDriver(evaluator)
              : blocks
                  .mapPartitions(evaluator)
                  .treeAggregate(
                      new LossGradientSum(), LossGradientSum::merge, LossGradientSum::merge, depth);
      data.requireUnchanged(sum.checksum(), selection::has);
      return sum;
    } finally {
      parameters.destroy();
    }
  }

  /**
   * What treeAggregate does with a tree of depth 1, without the closures that it is made of: Spark
   * reads the byte code of each of them, each time, which takes longer than the whole job.
   */
  private LossGradientSum sumOnDriver(PartitionEvaluator evaluator) {
    LossGradientSum total = new LossGradientSum();
    AtomicReference<OutOfMemoryError> failure = new AtomicReference<>();
    blocks
        .context()
        .runJob(
            blocks.rdd(),
            evaluator,
            new AbstractFunction2<Object, LossGradientSum, BoxedUnit>() {
              @Override
              public BoxedUnit apply(Object partition, LossGradientSum sum) {
                // Thrown here, in Spark's event loop, it would end that and leave the job waiting.
                try {
                  total.merge(sum);
                } catch (OutOfMemoryError error) {
                  failure.set(error);
                }
                return BoxedUnit.UNIT;
              }
            },
            ClassTag$.MODULE$.apply(LossGradientSum.class));
    if (failure.get() != null) {
      throw failure.get();
    }
    return total;
  }
}
