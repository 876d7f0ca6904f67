package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The definition, written down as loops over plain arrays in float64: the reference that every
 * kernel is held against. Slow by intention; nothing is shared with the kernels.
 */
public final class NaiveLossGradient {

  private NaiveLossGradient() {}

  /** Σ wᵢ ℓᵢ, Σ wᵢ and Σ wᵢ ∂ℓᵢ/∂θ. */
  public record Sums(double lossSum, double weightSum, double[] gradient) {}

  /**
   * Σ wᵢ ℓᵢ, Σ wᵢ and Σ wᵢ ∂ℓᵢ/∂θ.
   *
   * @param x features, N×D
   * @param labels N classes
   * @param exampleWeights N weights
   * @param parameters θ in {@code layout}
   */
  public static Sums sum(
      double[][] x,
      int[] labels,
      double[] exampleWeights,
      ParameterLayout layout,
      double[] parameters) {
    double lossSum = 0;
    double weightSum = 0;
    double[] gradient = new double[layout.dimension()];
    for (int i = 0; i < x.length; i++) {
      double[] z = new double[layout.classes()];
      for (int k = 0; k < z.length; k++) {
        z[k] = layout.intercept() ? parameters[layout.interceptIndex(k)] : 0;
        for (int j = 0; j < layout.features(); j++) {
          z[k] += x[i][j] * parameters[layout.weightIndex(k, j)];
        }
      }
      double max = Double.NEGATIVE_INFINITY;
      for (double logit : z) {
        max = Math.max(max, logit);
      }
      double normalizer = 0;
      for (double logit : z) {
        normalizer += Math.exp(logit - max);
      }
      double loss = Math.log(normalizer) + max - z[labels[i]];
      lossSum += exampleWeights[i] * loss;
      weightSum += exampleWeights[i];
      for (int k = 0; k < z.length; k++) {
        double probability = Math.exp(z[k] - max) / normalizer;
        double residual = exampleWeights[i] * (probability - (k == labels[i] ? 1 : 0));
        for (int j = 0; j < layout.features(); j++) {
          gradient[layout.weightIndex(k, j)] += residual * x[i][j];
        }
        if (layout.intercept()) {
          gradient[layout.interceptIndex(k)] += residual;
        }
      }
    }
    return new Sums(lossSum, weightSum, gradient);
  }
}
