package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.sparksoftmax.data.block.CheckedSum;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.BlockThreads;
import org.sparksoftmax.data.job.ExecutorJob;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.evaluate.LogitSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;

/**
 * Sums a function of the logits in one pass over a data set.
 *
 * @param <S> the type of the sum
 * @param empty creates an empty sum
 * @param merge adds one sum to another; sums are merged in any order
 */
public record LogitPass<S extends LogitSum>(Empty<S> empty, PartitionJob.Merge<S> merge)
    implements ExecutorJob.Pass<ExampleBlock, KernelParameters, CheckedSum<S>> {

  private static final int STRIP_ROWS = 64;

  /** A factory of empty sums, called on the executors. */
  public interface Empty<S> extends Serializable {
    S sum();
  }

  /**
   * Computes the sum over {@code data}, in one Spark job.
   *
   * @throws org.sparksoftmax.data.row.DataException if an input file has changed
   */
  public S over(DataSet data, KernelParameters parameters) {
    return data.checked(data.executors().run(this, parameters, data.aggregationDepth()));
  }

  @Override
  public CheckedSum<S> over(
      Iterator<ExampleBlock> blocks, KernelParameters parameters, int threads) {
    return new CheckedSum<>(
        checked -> {
          List<Worker<S>> workers =
              BlockThreads.process(checked, threads, () -> new Worker<>(parameters, empty.sum()));
          return workers.stream().map(worker -> worker.sum).reduce(merge::apply).orElseThrow();
        },
        blocks);
  }

  @Override
  public CheckedSum<S> merge(CheckedSum<S> one, CheckedSum<S> other) {
    return one.merge(other, merge);
  }

  @Override
  public CheckedSum<S> pack(CheckedSum<S> sum) {
    return sum;
  }

  /** Adds blocks to the sum of a thread. */
  private static final class Worker<S extends LogitSum> implements Consumer<ExampleBlock> {

    private final LossGradientKernel kernel;
    private final double[] strip;
    private final S sum;

    Worker(KernelParameters parameters, S sum) {
      this.kernel = new LossGradientKernel(parameters);
      this.strip = new double[STRIP_ROWS * parameters.layout().classes()];
      this.sum = sum;
    }

    @Override
    public void accept(ExampleBlock block) {
      for (int from = 0; from < block.rows(); from += STRIP_ROWS) {
        int to = Math.min(block.rows(), from + STRIP_ROWS);
        kernel.logitsInto(block.features(), from, to, strip);
        sum.add(block, from, to, strip);
      }
      sum.endBlock();
    }
  }
}
