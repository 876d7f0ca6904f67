package org.sparksoftmax.train;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.LossGradientKernel;
import org.sparksoftmax.objective.LossGradientSum;

/** Sums loss and gradient over the blocks of one partition. */
final class PartitionEvaluator implements FlatMapFunction<Iterator<ExampleBlock>, LossGradientSum> {
  private static final long serialVersionUID = 1L;

  private final ParameterLayout layout;
  private final Broadcast<double[]> parameters;

  PartitionEvaluator(ParameterLayout layout, Broadcast<double[]> parameters) {
    this.layout = layout;
    this.parameters = parameters;
  }

  @Override
  public Iterator<LossGradientSum> call(Iterator<ExampleBlock> blocks) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel = new LossGradientKernel(layout, parameters.value());
    blocks.forEachRemaining(block -> kernel.add(block, sum));
    return List.of(sum).iterator();
  }
}
