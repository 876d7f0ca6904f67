package org.sparksoftmax.math.network;

import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.Activation;

/** {@link ActivationLayer} in float64. */
final class F64ActivationLayer implements ActivationLayer<F64Matrix> {

  private static final double GELU_SCALE = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBE = 0.044715;

  private final Activation activation;
  private final double[] bias;
  private final Dropout dropout;
  private final int layer;
  private final F64Matrix output;

  /**
   * @param bias b; its length is the width
   * @param output buffer for A
   */
  F64ActivationLayer(
      Activation activation, double[] bias, Dropout dropout, int layer, F64Matrix output) {
    this.activation = activation;
    this.bias = bias;
    this.dropout = dropout;
    this.layer = layer;
    this.output = output;
  }

  @Override
  public F64Matrix forward(F64Matrix z, int rows, long order, int first) {
    for (int i = 0; i < rows; i++) {
      long key = dropout.key(order, first + i, layer);
      for (int j = 0; j < bias.length; j++) {
        int place = j % Dropout.TOGETHER;
        boolean stays = dropout.isNone() || dropout.keeps(dropout.bits(key, j - place), place);
        double mask = stays ? dropout.factor() : 0;
        double sum = z.array()[z.row(i) + j] + bias[j];
        output.array()[output.row(i) + j] = mask * value(sum);
        z.array()[z.row(i) + j] = mask * slope(sum);
      }
    }
    return output;
  }

  @Override
  public void backward(F64Matrix delta, F64Matrix slopes, int rows) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < bias.length; j++) {
        delta.array()[delta.row(i) + j] *= slopes.array()[slopes.row(i) + j];
      }
    }
  }

  /** σ(z). */
  private double value(double z) {
    return switch (activation) {
      case RELU -> Math.max(z, 0);
      case LEAKY_RELU -> z > 0 ? z : Activation.LEAK * z;
      case TANH -> Math.tanh(z);
      case SIGMOID -> sigmoid(z);
      case GELU -> 0.5 * z * (1 + Math.tanh(geluArgument(z)));
    };
  }

  /** σ′(z). */
  private double slope(double z) {
    return switch (activation) {
      case RELU -> z > 0 ? 1 : 0;
      case LEAKY_RELU -> z > 0 ? 1 : Activation.LEAK;
      case TANH -> {
        double t = Math.tanh(z);
        yield 1 - t * t;
      }
      case SIGMOID -> sigmoid(z) * sigmoid(-z);
      case GELU -> {
        double t = Math.tanh(geluArgument(z));
        double inner = GELU_SCALE * (1 + 3 * GELU_CUBE * z * z);
        yield 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * inner;
      }
    };
  }

  private static double sigmoid(double z) {
    double e = Math.exp(-Math.abs(z));
    return z < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  private static double geluArgument(double z) {
    return GELU_SCALE * z * (1 + GELU_CUBE * z * z);
  }
}
