package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The definition of a network, written down as loops over one row after the other in float64: the
 * reference that its passes are held against. Slow by intention; nothing is shared with the layers,
 * not even where a parameter lies or how an activation is written.
 */
final class NaiveNetwork {

  private final int[] widths;
  private final boolean biases;
  private final boolean featureMajor;
  private final Activation activation;
  private final double[] theta;

  NaiveNetwork(ParameterLayout layout, double[] theta) {
    int[] hidden = layout.hidden().widths();
    this.widths = new int[hidden.length + 2];
    System.arraycopy(hidden, 0, widths, 1, hidden.length);
    widths[0] = layout.features();
    widths[widths.length - 1] = layout.classes();
    this.biases = layout.intercept();
    this.featureMajor = layout.order() == WeightOrder.FEATURE_MAJOR;
    this.activation = layout.hidden().activation();
    this.theta = theta;
  }

  /**
   * Sums over rows.
   *
   * @param gradient Σ wᵢ ∂ℓᵢ/∂θ
   * @param size as the gradient, with every summand on the way replaced by its magnitude, of p − t
   *     too: how much rounding there may be
   */
  record Sums(double lossSum, double[] gradient, double[] size) {}

  /** Layers of weights. */
  int depth() {
    return widths.length - 1;
  }

  /** Where the weight of output k of layer l, counted from 1, for input j lies in θ. */
  int weight(int l, int k, int j) {
    int before = 0;
    for (int below = 1; below < l; below++) {
      before += widths[below - 1] * widths[below];
    }
    return before + (l == 1 && featureMajor ? j * widths[1] + k : k * widths[l - 1] + j);
  }

  /** Where the bias of output k of layer l, counted from 1, lies in θ. */
  int bias(int l, int k) {
    int before = 0;
    for (int m = 1; m < widths.length; m++) {
      before += widths[m - 1] * widths[m];
    }
    for (int below = 1; below < l; below++) {
      before += widths[below];
    }
    return before + k;
  }

  double[] logits(double[] row) {
    double[][] z = forwards(row);
    return z[depth()];
  }

  Sums sum(double[][] x, int[] labels, double[] exampleWeights) {
    double loss = 0;
    double[] gradient = new double[theta.length];
    double[] size = new double[theta.length];
    for (int i = 0; i < x.length; i++) {
      double[][] z = forwards(x[i]);
      double[] logits = z[depth()];
      double largest = Double.NEGATIVE_INFINITY;
      for (double logit : logits) {
        largest = Math.max(largest, logit);
      }
      double normalizer = 0;
      for (double logit : logits) {
        normalizer += Math.exp(logit - largest);
      }
      loss += exampleWeights[i] * (largest + Math.log(normalizer) - logits[labels[i]]);
      double[] delta = new double[logits.length];
      double[] magnitude = new double[logits.length];
      for (int k = 0; k < delta.length; k++) {
        double p = Math.exp(logits[k] - largest) / normalizer;
        double t = k == labels[i] ? 1 : 0;
        delta[k] = exampleWeights[i] * (p - t);
        magnitude[k] = exampleWeights[i] * (p + t);
      }
      backwards(x[i], z, delta, gradient, false);
      backwards(x[i], z, magnitude, size, true);
    }
    return new Sums(loss, gradient, size);
  }

  /** Z of every layer; the first is empty. */
  private double[][] forwards(double[] row) {
    double[][] z = new double[widths.length][];
    for (int l = 1; l < widths.length; l++) {
      z[l] = new double[widths[l]];
      for (int k = 0; k < widths[l]; k++) {
        z[l][k] = biases ? theta[bias(l, k)] : 0;
        for (int j = 0; j < widths[l - 1]; j++) {
          z[l][k] += theta[weight(l, k, j)] * (l == 1 ? row[j] : value(z[l - 1][j]));
        }
      }
    }
    return z;
  }

  private void backwards(
      double[] row, double[][] z, double[] residual, double[] gradient, boolean magnitudes) {
    double[] delta = residual;
    for (int l = depth(); l >= 1; l--) {
      double[] below = new double[widths[l - 1]];
      for (int k = 0; k < widths[l]; k++) {
        if (biases) {
          gradient[bias(l, k)] += delta[k];
        }
        for (int j = 0; j < widths[l - 1]; j++) {
          int at = weight(l, k, j);
          double byWeight = delta[k] * (l == 1 ? row[j] : value(z[l - 1][j]));
          double byInput = delta[k] * theta[at] * (l == 1 ? 1 : slope(z[l - 1][j]));
          gradient[at] += magnitudes ? Math.abs(byWeight) : byWeight;
          below[j] += magnitudes ? Math.abs(byInput) : byInput;
        }
      }
      delta = below;
    }
  }

  private double value(double z) {
    return switch (activation) {
      case RELU -> z < 0 ? 0 : z;
      case LEAKY_RELU -> z < 0 ? z / 100 : z;
      case TANH -> 2 * logistic(2 * z) - 1;
      case SIGMOID -> logistic(z);
      case GELU -> z * logistic(2 * cubic(z));
    };
  }

  private double slope(double z) {
    return switch (activation) {
      case RELU -> z <= 0 ? 0 : 1;
      case LEAKY_RELU -> z <= 0 ? 0.01 : 1;
      case TANH -> 4 * logistic(2 * z) * logistic(-2 * z);
      case SIGMOID -> logistic(z) * logistic(-z);
      case GELU -> {
        double p = logistic(2 * cubic(z));
        double q = logistic(-2 * cubic(z));
        yield p * q == 0 ? p : p + 2 * z * p * q * Math.sqrt(2 / Math.PI) * (1 + 0.134145 * z * z);
      }
    };
  }

  /** √(2/π) (z + 0.044715 z³): ½ (1 + tanh u) is the logistic function of 2u. */
  private static double cubic(double z) {
    return Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
