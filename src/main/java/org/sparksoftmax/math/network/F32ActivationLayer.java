package org.sparksoftmax.math.network;

import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.Activation;

/** {@link ActivationLayer} in float32. */
final class F32ActivationLayer implements ActivationLayer<F32Panels> {

  private static final float LEAK = (float) Activation.LEAK;

  /** √(2/π) and the coefficient of z³ in {@link Activation#GELU}. */
  private static final float GELU_SCALE = 0.7978846f;

  private static final float GELU_CUBE = 0.044715f;

  private final F32Kernels kernels = Kernels.f32();
  private final Activation activation;
  private final float[] bias;
  private final Dropout dropout;
  private final int layer;
  private final F32Panels output;

  /**
   * @param bias b, padded with zeros to whole panels
   * @param dropout the source of M
   * @param layer index of this layer, for the dropout
   * @param rows maximum number of rows at a time
   */
  F32ActivationLayer(
      Activation activation, int width, float[] bias, Dropout dropout, int layer, int rows) {
    this.activation = activation;
    this.bias = bias;
    this.dropout = dropout;
    this.layer = layer;
    this.output = F32Panels.zeros(rows, width);
  }

  @Override
  public F32Panels forward(F32Panels z, int rows, long order, int first) {
    for (int p = 0; p < z.panels(); p++) {
      activate(z.array(), z.panelOffset(p), rows, p * F32Panels.PANEL);
    }
    if (!dropout.isNone()) {
      dropOut(z, rows, order, first);
    }
    return output;
  }

  @Override
  public void backward(F32Panels delta, F32Panels slopes, int rows) {
    float[] to = delta.array();
    float[] by = slopes.array();
    for (int p = 0; p < delta.panels(); p++) {
      int from = delta.panelOffset(p);
      int slope = slopes.panelOffset(p);
      for (int i = 0; i < rows * F32Panels.PANEL; i++) {
        to[from + i] *= by[slope + i];
      }
    }
  }

  private void addBias(float[] z, int from, int count, int panel) {
    for (int row = from; row < from + count; row += F32Panels.PANEL) {
      for (int c = 0; c < F32Panels.PANEL; c++) {
        z[row + c] += bias[panel + c];
      }
    }
  }

  private void activate(float[] z, int from, int rows, int panel) {
    if (activation == Activation.RELU || activation == Activation.LEAKY_RELU) {
      float leak = activation == Activation.RELU ? 0 : LEAK;
      kernels.rectify(z, from, rows, bias, panel, leak, output.array());
      return;
    }
    int count = rows * F32Panels.PANEL;
    addBias(z, from, count, panel);
    switch (activation) {
      case TANH -> tanh(z, from, count);
      case SIGMOID -> sigmoid(z, from, count);
      default -> gelu(z, from, count);
    }
  }

  /** σ(z) = 1 / (1 + e^−|z|), times e^−|z| if z is negative; σ′ = σ(1 − σ). */
  private void sigmoid(float[] z, int from, int count) {
    float[] a = output.array();
    for (int i = from; i < from + count; i++) {
      a[i] = -Math.abs(z[i]);
    }
    kernels.exp(a, from, a, from, count);
    for (int i = from; i < from + count; i++) {
      float upper = 1 / (1 + a[i]);
      a[i] = z[i] < 0 ? a[i] * upper : upper;
      z[i] = a[i] * (1 - a[i]);
    }
  }

  private void tanh(float[] z, int from, int count) {
    float[] a = output.array();
    System.arraycopy(z, from, a, from, count);
    tanhInPlace(a, from, count, z);
    for (int i = from; i < from + count; i++) {
      z[i] = 1 - a[i] * a[i];
    }
  }

  /** |tanh u| = (1 − e) / (1 + e) with e = e^−2|u|; the sign is that of {@code z}, as for u. */
  private void tanhInPlace(float[] u, int from, int count, float[] z) {
    for (int i = from; i < from + count; i++) {
      u[i] = -2 * Math.abs(u[i]);
    }
    kernels.exp(u, from, u, from, count);
    for (int i = from; i < from + count; i++) {
      u[i] = Math.copySign((1 - u[i]) / (1 + u[i]), z[i]);
    }
  }

  private void gelu(float[] z, int from, int count) {
    float[] a = output.array();
    for (int i = from; i < from + count; i++) {
      a[i] = GELU_SCALE * z[i] * (1 + GELU_CUBE * z[i] * z[i]);
    }
    tanhInPlace(a, from, count, z);
    for (int i = from; i < from + count; i++) {
      float t = a[i];
      // Capped to stay finite; 1 − t² is 0 well below the cap.
      float inner = GELU_SCALE * (1 + 3 * GELU_CUBE * Math.min(z[i] * z[i], 1e9f));
      a[i] = 0.5f * z[i] * (1 + t);
      z[i] = 0.5f * (1 + t) + 0.5f * z[i] * (1 - t * t) * inner;
    }
  }

  private void dropOut(F32Panels z, int rows, long order, int first) {
    float factor = (float) dropout.factor();
    for (int i = 0; i < rows; i++) {
      long key = dropout.key(order, first + i, layer);
      for (int j = 0; j < z.columns(); j += Dropout.TOGETHER) {
        long bits = dropout.bits(key, j);
        int at = z.index(i, j);
        for (int u = 0; u < Dropout.TOGETHER; u++) {
          float mask = dropout.keeps(bits, u) ? factor : 0;
          z.array()[at + u] *= mask;
          output.array()[at + u] *= mask;
        }
      }
    }
  }
}
