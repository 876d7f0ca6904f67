package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;

/**
 * The step between the two products: replaces logits by residuals in place, for each model of a
 * stack.
 *
 * @param <M> matrix type of one precision
 */
interface Softmax<M> {

  /**
   * Adds the intercepts to the first {@code rows} rows of {@code z}, then replaces row i by w·(p −
   * t) of row first + i of {@code block}. Adds the losses to {@code sum}.
   */
  void residuals(M z, int rows, ExampleBlock block, int first, LossGradientSum sum);

  /** Copies the logits of all models, including intercepts; {@code z} may be overwritten. */
  void logitsInto(M z, int rows, double[] out, int outOffset);

  /** The softmax of a linear model, in which no layer sums the gradient of the intercepts. */
  interface OfLinearModel<M> extends Softmax<M> {

    /** Adds Rᵀ1 of all residuals since the last call to {@code sum}. */
    void addInterceptGradient(LossGradientSum sum);
  }
}
