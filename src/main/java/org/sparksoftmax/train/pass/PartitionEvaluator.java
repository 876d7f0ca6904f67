package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.objective.BlockSelection;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/**
 * Sums loss and gradient over the blocks of one partition, as the function of a job or of {@code
 * mapPartitions}.
 */
final class PartitionEvaluator
    extends AbstractFunction2<TaskContext, scala.collection.Iterator<ExampleBlock>, LossGradientSum>
    implements FlatMapFunction<Iterator<ExampleBlock>, LossGradientSum>, Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<KernelParameters> parameters;
  private final BlockSelection selection;

  PartitionEvaluator(Broadcast<KernelParameters> parameters, BlockSelection selection) {
    this.parameters = parameters;
    this.selection = selection;
  }

  @Override
  public LossGradientSum apply(
      TaskContext context, scala.collection.Iterator<ExampleBlock> blocks) {
    return sum(CollectionConverters.asJava(blocks));
  }

  @Override
  public Iterator<LossGradientSum> call(Iterator<ExampleBlock> blocks) {
    return List.of(sum(blocks)).iterator();
  }

  private LossGradientSum sum(Iterator<ExampleBlock> blocks) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel = new LossGradientKernel(parameters.value());
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      if (!selection.has(block.order())) {
        continue;
      }
      requireKnownLabels(block);
      kernel.add(block, sum);
    }
    return sum.trim();
  }

  /** Checks that the labels of a block are known from the first read of the data. */
  static void requireKnownLabels(ExampleBlock block) {
    if (block.hasUnknownLabel()) {
      throw new DataException(
          "Input changed during the run: a row has a class that did not occur in the first read; start again");
    }
  }
}
