package org.sparksoftmax.train.pass;

import java.util.Iterator;
import java.util.function.Consumer;
import org.sparksoftmax.data.job.BlockThreads;
import org.sparksoftmax.data.job.ExecutorJob;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.objective.BlockSelection;

/** Sums loss and gradient over the blocks of one executor. */
record GradientOfBlocks(BlockSelection selection)
    implements ExecutorJob.Pass<ExampleBlock, KernelParameters, LossGradientSum> {

  @Override
  public LossGradientSum over(
      Iterator<ExampleBlock> blocks, KernelParameters parameters, int threads) {
    LossGradientSum sum = new LossGradientSum();
    BlockThreads.process(blocks, threads, () -> new Worker(parameters, sum.part()))
        .forEach(
            worker -> {
              sum.merge(worker.part);
              worker.kernel.release();
            });
    return sum;
  }

  @Override
  public LossGradientSum merge(LossGradientSum one, LossGradientSum other) {
    return one.merge(other);
  }

  @Override
  public LossGradientSum pack(LossGradientSum sum) {
    return sum.pack();
  }

  /** Adds blocks to the part of a thread. */
  private final class Worker implements Consumer<ExampleBlock> {

    private final LossGradientKernel kernel;
    private final LossGradientSum part;

    Worker(KernelParameters parameters, LossGradientSum part) {
      this.kernel = LossGradientKernel.of(parameters);
      this.part = part;
    }

    @Override
    public void accept(ExampleBlock block) {
      if (selection.has(block.order())) {
        requireKnownLabels(block);
        kernel.add(block, part);
      }
    }
  }

  /** Checks that the labels of a block are known from the first read of the data. */
  static void requireKnownLabels(ExampleBlock block) {
    if (block.hasUnknownLabel()) {
      throw new DataException(
          "Input changed during the run: a row has a class that did not occur in the first read; start again");
    }
  }
}
