package org.sparksoftmax.train;

import java.util.Iterator;
import java.util.List;
import org.sparksoftmax.evaluate.LogitSum;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.objective.KernelParameters;
import org.sparksoftmax.objective.LossGradientKernel;

/** One pass over a partition that sums what follows from the logits. */
final class LogitPass {

  private static final int STRIP_ROWS = 64;

  private LogitPass() {}

  /**
   * Adds every block to {@code sum}.
   *
   * @return {@code sum} alone
   */
  static <S extends LogitSum> Iterator<S> over(
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
      sum.endBlock(block.contentHash());
    }
    return List.of(sum).iterator();
  }
}
