package org.sparksoftmax.train.pass;

import java.util.Iterator;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.PartitionJob;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.objective.BlockSelection;

/** Sums loss and gradient over the blocks of one partition. */
final class PartitionEvaluator implements PartitionJob.OfPartition<ExampleBlock, LossGradientSum> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<KernelParameters> parameters;
  private final BlockSelection selection;

  PartitionEvaluator(Broadcast<KernelParameters> parameters, BlockSelection selection) {
    this.parameters = parameters;
    this.selection = selection;
  }

  @Override
  public LossGradientSum apply(Iterator<ExampleBlock> blocks) {
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
