package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;

/**
 * The step between the two products: logits become residuals in place, model by model of a stack.
 *
 * @param <M> matrices in one precision
 */
interface Softmax<M> {

  /**
   * Adds the intercepts to the first {@code rows} rows of {@code z}; then row i becomes w·(p − t)
   * of row first + i of {@code block}. Adds up the losses.
   */
  void residuals(M z, int rows, ExampleBlock block, int first, LossGradientSum sum);

  /** Copies the logits of all models, with their intercepts; {@code z} may be overwritten. */
  void logitsInto(M z, int rows, double[] out, int outOffset);

  /** The softmax of a linear model, which has no layer to sum the gradient of its intercepts. */
  interface OfLinearModel<M> extends Softmax<M> {

    /** Adds Rᵀ1 of all residuals since the last call to {@code sum}. */
    void addInterceptGradient(LossGradientSum sum);
  }
}
