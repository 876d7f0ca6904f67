package org.sparksoftmax.train;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.GradientGrid;
import org.sparksoftmax.objective.KernelParameters;
import org.sparksoftmax.objective.LossGradientSum;
import org.sparksoftmax.regularize.Regularizer;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** The objective over blocks on a cluster: one Spark job an evaluation. */
public final class SparkObjective extends DataObjective {

  private final DataSet data;
  private final JavaRDD<ExampleBlock> blocks;
  private final GradientGrid grid;

  /**
   * See {@link DataObjective}.
   *
   * @param data whose blocks should be cached
   */
  public SparkObjective(
      DataSet data, ParameterLayout layout, Regularizer regularizer, double featureMultiplier) {
    super(layout, regularizer, featureMultiplier);
    this.data = data;
    this.blocks = data.blocks();
    this.grid = GradientGrid.of(data.inventory().magnitudes(), data.inventory().exampleWeightSum());
  }

  @Override
  protected Arithmetic arithmetic() {
    return data.arithmetic();
  }

  @Override
  protected GradientGrid grid() {
    return grid;
  }

  @Override
  protected LossGradientSum sumOverData(double[] rawParameters) {
    Broadcast<KernelParameters> parameters =
        JavaSparkContext.fromSparkContext(blocks.context())
            .broadcast(KernelParameters.of(layout(), rawParameters, arithmetic(), grid));
    try {
      PartitionEvaluator evaluator = new PartitionEvaluator(parameters);
      int depth = DataSet.treeDepth(blocks.getNumPartitions());
      LossGradientSum sum =
          depth == 1
              ? sumOnDriver(evaluator)
              : blocks
                  .mapPartitions(evaluator)
                  .treeAggregate(
                      new LossGradientSum(), LossGradientSum::merge, LossGradientSum::merge, depth);
      data.requireUnchanged(sum.checksum());
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
