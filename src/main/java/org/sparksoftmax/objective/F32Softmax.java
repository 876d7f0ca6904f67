package org.sparksoftmax.objective;

import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.F32Kernels;
import org.sparksoftmax.linalg.F32Matrix;
import org.sparksoftmax.linalg.Kernels;
import org.sparksoftmax.loss.Logarithm;
import org.sparksoftmax.model.ParameterLayout;

/**
 * The step between the two products, in float32: logits without intercepts become residuals in
 * place. Rows are padded to whole vectors; in the padding logits are −∞ and residuals 0.
 */
final class F32Softmax {

  private final F32Kernels kernels = Kernels.f32();
  private final int classes;
  private final int padded;
  private final float[] bias;

  /** One entry for each row of a strip. */
  private final double[] labelLogits;

  private final float[] max;
  private final float[] normalizer;
  private final float[] factors;

  /**
   * @param parameters θ in {@code layout}
   * @param columns of Z: K, or more where a product fills whole tiles
   * @param stripRows most rows at a time
   */
  F32Softmax(ParameterLayout layout, float[] parameters, int columns, int stripRows) {
    this.labelLogits = new double[stripRows];
    this.max = new float[stripRows];
    this.normalizer = new float[stripRows];
    this.factors = new float[stripRows];
    this.classes = layout.classes();
    this.padded = F32Kernels.padded(columns);
    this.bias = new float[padded];
    for (int k = 0; k < padded; k++) {
      float intercept =
          layout.intercept() && k < classes ? parameters[layout.interceptIndex(k)] : 0;
      bias[k] = k < classes ? intercept : Float.NEGATIVE_INFINITY;
    }
  }

  /** Row i of {@code z} becomes w·(p − t) of row first + i of {@code block}; adds up the losses. */
  void residuals(F32Matrix z, ExampleBlock block, int first, LossGradientSum sum) {
    float[] logits = z.array();
    for (int i = 0; i < z.rows(); i++) {
      int label = block.label(first + i);
      labelLogits[i] = logits[z.row(i) + label] + bias[label];
    }
    kernels.exponentials(z, bias, max, normalizer);
    for (int i = 0; i < z.rows(); i++) {
      double exampleWeight = block.exampleWeight(first + i);
      double loss = (max[i] - labelLogits[i]) + Logarithm.of(normalizer[i]);
      sum.addLoss(exampleWeight * loss, exampleWeight);
      factors[i] = (float) (exampleWeight / normalizer[i]);
    }
    kernels.scaleRows(z, factors);
    for (int i = 0; i < z.rows(); i++) {
      logits[z.row(i) + block.label(first + i)] -= (float) block.exampleWeight(first + i);
    }
  }

  /** Copies the logits with their intercepts. */
  void logitsInto(F32Matrix z, double[] out, int outOffset) {
    for (int i = 0; i < z.rows(); i++) {
      for (int k = 0; k < classes; k++) {
        out[outOffset + i * classes + k] = z.array()[z.row(i) + k] + bias[k];
      }
    }
  }

  /** b += Rᵀ1. */
  void addInterceptGradient(F32Matrix residuals, float[] sums) {
    for (int i = 0; i < residuals.rows(); i++) {
      kernels.add(residuals.array(), residuals.row(i), sums, padded);
    }
  }
}
