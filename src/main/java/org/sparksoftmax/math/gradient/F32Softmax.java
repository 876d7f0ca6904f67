package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.loss.Logarithm;
import org.sparksoftmax.math.loss.Targets;

/**
 * The step between the two products in float32, for one model: replaces logits without intercepts
 * by residuals in place. Rows are padded to whole vectors; in the padding, logits are −∞ and
 * residuals 0.
 */
final class F32Softmax {

  private final F32Kernels kernels = Kernels.f32();
  private final int classes;
  private final int padded;
  private final float[] bias;

  /** One entry for each row of a strip. */
  private final double[] labelLogits;

  private final double[] exampleWeights;
  private final float[] max;
  private final float[] normalizer;
  private final float[] factors;
  private final Targets targets;

  /** Buffer for the target of one row. */
  private final double[] target;

  /**
   * @param parameters θ of all models
   * @param model index of the model
   * @param columns number of columns of Z: K, or more if the product fills whole tiles
   * @param stripRows maximum number of rows at a time
   */
  F32Softmax(KernelParameters parameters, int model, int columns, int stripRows) {
    this(
        parameters.targets(model),
        parameters.stack().one().classes(),
        new float[F32Kernels.padded(columns)],
        stripRows);
    LayerLayout last = parameters.layout().layer(parameters.layout().depth() - 1);
    int first = parameters.stack().firstClass(model);
    for (int k = 0; last.hasBiases() && k < classes; k++) {
      bias[k] = parameters.singles()[last.biasIndex(first + k)];
    }
  }

  /**
   * Creates a softmax whose intercepts the caller may change between calls.
   *
   * @param bias at least K intercepts, padded to whole vectors; the padding becomes −∞
   * @param stripRows maximum number of rows at a time
   */
  F32Softmax(Targets targets, int classes, float[] bias, int stripRows) {
    this.targets = targets;
    this.labelLogits = new double[stripRows];
    this.exampleWeights = new double[stripRows];
    this.max = new float[stripRows];
    this.normalizer = new float[stripRows];
    this.factors = new float[stripRows];
    this.classes = classes;
    this.target = new double[classes];
    this.padded = bias.length;
    this.bias = bias;
    Arrays.fill(bias, classes, padded, Float.NEGATIVE_INFINITY);
  }

  /** Receives the loss and the weight of each example. */
  interface Losses {

    void add(double weightedLoss, double exampleWeight);
  }

  /** Replaces row i of {@code z} by w·(p − t) of row first + i of {@code block}; adds losses. */
  void residuals(F32Matrix z, ExampleBlock block, int first, Losses losses) {
    boolean labels = targets.areLabels(block);
    for (int i = 0; i < z.rows(); i++) {
      labelLogits[i] =
          labels ? logit(z, i, block.label(first + i)) : targetLogit(z, i, block, first + i);
    }
    kernels.exponentials(z, bias, max, normalizer);
    for (int i = 0; i < z.rows(); i++) {
      double exampleWeight = targets.exampleWeight(block, first + i);
      exampleWeights[i] = exampleWeight;
      double loss = (max[i] - labelLogits[i]) + Logarithm.of(normalizer[i]);
      losses.add(exampleWeight * loss, exampleWeight);
      factors[i] = (float) (exampleWeight / normalizer[i]);
    }
    kernels.scaleRows(z, factors);
    for (int i = 0; i < z.rows(); i++) {
      if (labels) {
        z.array()[z.row(i) + block.label(first + i)] -= (float) exampleWeights[i];
      } else {
        subtractTarget(z, i, block, first + i, exampleWeights[i]);
      }
    }
  }

  private float logit(F32Matrix z, int i, int k) {
    return z.array()[z.row(i) + k] + bias[k];
  }

  /** Σₖ tₖ zₖ. */
  private double targetLogit(F32Matrix z, int i, ExampleBlock block, int row) {
    targets.into(block, row, target);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      if (target[k] != 0) {
        sum += target[k] * logit(z, i, k);
      }
    }
    return sum;
  }

  private void subtractTarget(F32Matrix z, int i, ExampleBlock block, int row, double weight) {
    targets.into(block, row, target);
    for (int k = 0; k < classes; k++) {
      z.array()[z.row(i) + k] -= (float) (weight * target[k]);
    }
  }

  /** Copies the logits, including intercepts, to rows of {@code stride} entries. */
  void logitsInto(F32Matrix z, double[] out, int outOffset, int stride) {
    for (int i = 0; i < z.rows(); i++) {
      for (int k = 0; k < classes; k++) {
        out[outOffset + i * stride + k] = logit(z, i, k);
      }
    }
  }

  /** Adds Rᵀ1 to {@code sums}. */
  void addInterceptGradient(F32Matrix residuals, float[] sums) {
    for (int i = 0; i < residuals.rows(); i++) {
      kernels.add(residuals.array(), residuals.row(i), sums, padded);
    }
  }
}
