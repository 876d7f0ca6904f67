package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;

/**
 * The fused pass with one θ over blocks of one structure and arithmetic; see {@link
 * LossGradientKernel}.
 */
interface BlockPass {

  /** Adds the loss and gradient of every row of {@code block} to {@code sum}. */
  void add(ExampleBlock block, LossGradientSum sum);

  /** See {@link LossGradientKernel#logitsInto}. */
  void logitsInto(FeatureBlock x, int from, int to, double[] logits);
}
