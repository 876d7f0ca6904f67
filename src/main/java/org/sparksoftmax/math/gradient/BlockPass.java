package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;

/**
 * The fused pass with one θ over blocks of one structure and arithmetic; see {@link
 * LossGradientKernel}.
 */
interface BlockPass {

  /**
   * Continues with other parameters, of the same layout and arithmetic, in the memory of this pass.
   *
   * @return the pass to use, which may be a new one
   */
  BlockPass with(KernelParameters parameters);

  /** Adds the loss and gradient of every row of {@code block} to {@code sum}. */
  void add(ExampleBlock block, LossGradientSum sum);

  /** See {@link LossGradientKernel#logitsInto}. */
  void logitsInto(FeatureBlock x, int from, int to, double[] logits);
}
