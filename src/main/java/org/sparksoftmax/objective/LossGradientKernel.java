package org.sparksoftmax.objective;

import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.FeatureBlock;
import org.sparksoftmax.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.ParameterLayout;

/**
 * The fused loss and gradient over blocks of examples, for one θ: Z = X Wᵀ + b, R = w∘(softmax(Z) −
 * T), then Σ wᵢℓᵢ, RᵀX and Rᵀ1. One instance serves one thread.
 */
public final class LossGradientKernel {

  /** Logits of a strip of rows take at most this many bytes, a part of the first-level cache. */
  private static final int STRIP_BYTES = 16 * 1024;

  private final ParameterLayout layout;
  private final double[] parameters;
  private final int stripRows;
  private final double[] strip;

  /**
   * @param layout the layout of θ; its weight order is that of the blocks
   * @param parameters θ for the features as stored; not modified
   * @throws IllegalArgumentException if θ does not have the layout's dimension
   */
  public LossGradientKernel(ParameterLayout layout, double[] parameters) {
    if (parameters.length != layout.dimension()) {
      throw new IllegalArgumentException(
          "Invalid parameters: %d where the layout has %d"
              .formatted(parameters.length, layout.dimension()));
    }
    this.layout = layout;
    this.parameters = parameters;
    this.stripRows = Math.max(1, STRIP_BYTES / (layout.classes() * Double.BYTES));
    this.strip = new double[stripRows * layout.classes()];
  }

  /**
   * Adds the loss and gradient of every row of {@code block} to {@code sum}.
   *
   * @throws IllegalArgumentException if the block's features or order are not the layout's
   */
  public void add(ExampleBlock block, LossGradientSum sum) {
    FeatureBlock x = block.features();
    layout.requireFits(x);
    double[] gradient = sum.gradientSum(layout.dimension());
    for (int from = 0; from < x.rows(); from += stripRows) {
      int to = Math.min(x.rows(), from + stripRows);
      logitsInto(x, from, to, layout, parameters, strip);
      residualInPlace(block, from, to, sum);
      x.addGradient(from, to, strip, layout.classes(), gradient);
      addInterceptGradient(to - from, gradient);
    }
  }

  /**
   * Z = X Wᵀ + b for the rows from {@code from} to before {@code to}.
   *
   * @param logits at least (to−from)×K, row-major; overwritten
   */
  public static void logitsInto(
      FeatureBlock x,
      int from,
      int to,
      ParameterLayout layout,
      double[] parameters,
      double[] logits) {
    int classes = layout.classes();
    for (int z = 0; z < (to - from) * classes; z += classes) {
      for (int k = 0; k < classes; k++) {
        logits[z + k] = layout.intercept() ? parameters[layout.interceptIndex(k)] : 0.0;
      }
    }
    x.addLogits(from, to, parameters, classes, logits);
  }

  private void residualInPlace(ExampleBlock block, int from, int to, LossGradientSum sum) {
    int classes = layout.classes();
    for (int i = from; i < to; i++) {
      double exampleWeight = block.exampleWeight(i);
      double loss =
          SoftmaxCrossEntropy.residualInPlace(
              strip, (i - from) * classes, classes, block.label(i), exampleWeight);
      sum.addLoss(loss, exampleWeight);
    }
  }

  private void addInterceptGradient(int rows, double[] gradient) {
    if (!layout.intercept()) {
      return;
    }
    int classes = layout.classes();
    int b = layout.interceptIndex(0);
    for (int r = 0; r < rows * classes; r += classes) {
      for (int k = 0; k < classes; k++) {
        gradient[b + k] += strip[r + k];
      }
    }
  }
}
