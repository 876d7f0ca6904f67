package org.sparksoftmax.train;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.objective.KernelParameters;
import org.sparksoftmax.objective.LossGradientKernel;
import org.sparksoftmax.objective.LossGradientSum;

/** Sums loss and gradient over the blocks of one partition. */
final class PartitionEvaluator implements FlatMapFunction<Iterator<ExampleBlock>, LossGradientSum> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<KernelParameters> parameters;

  PartitionEvaluator(Broadcast<KernelParameters> parameters) {
    this.parameters = parameters;
  }

  @Override
  public Iterator<LossGradientSum> call(Iterator<ExampleBlock> blocks) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel = new LossGradientKernel(parameters.value());
    blocks.forEachRemaining(block -> kernel.add(block, sum));
    return List.of(sum.trim()).iterator();
  }
}
