package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.PartitionJob;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.evaluate.LogitSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;

/** Sums a function of the logits in one pass over a data set. */
public final class LogitPass {

  private static final int STRIP_ROWS = 64;

  private LogitPass() {}

  /** A factory of empty sums, called on the executors. */
  public interface Empty<S> extends Serializable {
    S sum();
  }

  /**
   * Computes the sum over {@code data}, in one Spark job.
   *
   * @param merge adds one sum to another
   * @throws org.sparksoftmax.data.row.DataException if an input file has changed
   */
  public static <S extends LogitSum> S over(
      DataSet data,
      Broadcast<KernelParameters> parameters,
      Empty<S> empty,
      PartitionJob.Merge<S> merge) {
    return data.fold(blocks -> ofPartition(blocks, parameters.value(), empty.sum()), merge);
  }

  /** Adds every block to {@code sum} and returns it. */
  private static <S extends LogitSum> S ofPartition(
      Iterator<ExampleBlock> blocks, KernelParameters parameters, S sum) {
    LossGradientKernel kernel = new LossGradientKernel(parameters);
    double[] strip = new double[STRIP_ROWS * parameters.layout().classes()];
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      for (int from = 0; from < block.rows(); from += STRIP_ROWS) {
        int to = Math.min(block.rows(), from + STRIP_ROWS);
        kernel.logitsInto(block.features(), from, to, strip);
        sum.add(block, from, to, strip);
      }
      sum.endBlock();
    }
    return sum;
  }
}
