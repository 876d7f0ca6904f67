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

  /** Maximum and sum of a row. */
  private final float[] row = new float[2];

  /**
   * @param parameters θ in {@code layout}
   */
  F32Softmax(ParameterLayout layout, float[] parameters) {
    this.classes = layout.classes();
    this.padded = F32Kernels.padded(classes);
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
      int at = z.row(i);
      int label = block.label(first + i);
      double exampleWeight = block.exampleWeight(first + i);
      double labelLogit = logits[at + label] + bias[label];
      kernels.exponentials(logits, at, bias, padded, row);
      kernels.scale(logits, at, (float) (exampleWeight / row[1]), padded);
      logits[at + label] -= (float) exampleWeight;
      double loss = row[0] - labelLogit + Logarithm.of(row[1]);
      sum.addLoss(exampleWeight * loss, exampleWeight);
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
