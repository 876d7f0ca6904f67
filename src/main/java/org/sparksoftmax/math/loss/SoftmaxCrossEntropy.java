package org.sparksoftmax.math.loss;

/** The fused softmax and cross-entropy, on row-major logits (N×K). */
public final class SoftmaxCrossEntropy {

  private SoftmaxCrossEntropy() {}

  /**
   * Replaces the logits of one row by their probabilities: pⱼ = exp(zⱼ − max z) / Σₗ exp(zₗ − max
   * z).
   *
   * @param logits row-major logits; the K entries starting at {@code offset} are replaced
   * @return log Σⱼ exp(zⱼ); the loss for class y is this value minus z_y
   */
  public static double softmaxInPlace(double[] logits, int offset, int classes) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = offset; k < offset + classes; k++) {
      max = Math.max(max, logits[k]);
    }
    double sum = 0;
    for (int k = offset; k < offset + classes; k++) {
      logits[k] = Math.exp(logits[k] - max);
      sum += logits[k];
    }
    for (int k = offset; k < offset + classes; k++) {
      logits[k] /= sum;
    }
    return max + Math.log(sum);
  }

  /**
   * Replaces the logits z of one row by w·(p − t), the derivative of its weighted loss, where t is
   * one-hot at {@code label}.
   *
   * @param label class y of the row, 0..K−1
   * @param exampleWeight w
   * @return the weighted loss w·(log Σⱼ exp(zⱼ) − z_y)
   */
  public static double residualInPlace(
      double[] logits, int offset, int classes, int label, double exampleWeight) {
    double labelLogit = logits[offset + label];
    double loss = softmaxInPlace(logits, offset, classes) - labelLogit;
    logits[offset + label] -= 1.0;
    for (int k = offset; k < offset + classes; k++) {
      logits[k] *= exampleWeight;
    }
    return exampleWeight * loss;
  }

  /**
   * Like {@link #residualInPlace(double[], int, int, int, double)}, for an arbitrary target t.
   *
   * @param targets t, K entries that sum to 1; not modified
   * @return the weighted loss w·(log Σⱼ exp(zⱼ) − Σⱼ tⱼ zⱼ)
   */
  public static double residualInPlace(
      double[] logits, int offset, double[] targets, double exampleWeight) {
    double targetLogit = targetLogit(logits, offset, targets);
    double loss = softmaxInPlace(logits, offset, targets.length) - targetLogit;
    for (int k = 0; k < targets.length; k++) {
      logits[offset + k] = (logits[offset + k] - targets[k]) * exampleWeight;
    }
    return exampleWeight * loss;
  }

  /** Σⱼ tⱼ zⱼ, ignoring classes with tⱼ = 0 even if their logit is infinite. */
  public static double targetLogit(double[] logits, int offset, double[] targets) {
    double sum = 0;
    for (int k = 0; k < targets.length; k++) {
      if (targets[k] != 0) {
        sum += targets[k] * logits[offset + k];
      }
    }
    return sum;
  }

  /** The class with the largest logit of a row, the first in case of ties. */
  public static int largest(double[] logits, int offset, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (logits[offset + k] > logits[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}
