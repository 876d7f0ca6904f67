package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;

/** As {@link F32Dense}, in float64. Operands are padded with zeros to {@link #wide} columns. */
final class F64Dense {

  /** Whole tiles of the kernels and whole vectors. */
  private static final int UNIT = F64Kernels.LANES * F64Kernels.TILE_CLASSES;

  private final F64Kernels kernels = Kernels.f64();
  private final LayerLayout layout;

  /** W: outputs×inputs. */
  private final F64Matrix weights;

  /** Wᵀ: inputs×outputs; null of a layer that hands no δ down. */
  private final F64Matrix transposed;

  private final F64Matrix gradient;
  private final double[] biasGradient;

  F64Dense(LayerLayout layout, double[] parameters, boolean handsDown) {
    this.layout = layout;
    int outputs = wide(layout.outputs());
    int inputs = wide(layout.inputs());
    this.weights = F64Matrix.zeros(outputs, inputs);
    this.transposed = handsDown ? F64Matrix.zeros(inputs, outputs) : null;
    this.gradient = F64Matrix.zeros(outputs, inputs);
    this.biasGradient = new double[layout.outputs()];
    for (int k = 0; k < layout.outputs(); k++) {
      for (int j = 0; j < layout.inputs(); j++) {
        double w = parameters[layout.weightIndex(k, j)];
        weights.array()[weights.row(k) + j] = w;
        if (handsDown) {
          transposed.array()[transposed.row(j) + k] = w;
        }
      }
    }
  }

  /** Columns of an operand of {@code count} columns. */
  static int wide(int count) {
    return (count + UNIT - 1) / UNIT * UNIT;
  }

  /** The biases of a layer; 0 if it has none. */
  static double[] biases(LayerLayout layout, double[] parameters) {
    double[] biases = new double[layout.outputs()];
    if (layout.hasBiases()) {
      System.arraycopy(parameters, layout.biasIndex(0), biases, 0, biases.length);
    }
    return biases;
  }

  /** Z = A Wᵀ. */
  void forward(F64Matrix a, F64Matrix z) {
    kernels.logits(a, weights, z);
  }

  /** Adds δᵀA and δᵀ1 to the gradient of the block. */
  void addGradient(F64Matrix delta, F64Matrix a) {
    kernels.addGradient(delta, a, gradient);
    addColumnSums(delta, biasGradient);
  }

  /** Adds δᵀ1 to {@code sums}. */
  static void addColumnSums(F64Matrix delta, double[] sums) {
    for (int i = 0; i < delta.rows(); i++) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += delta.array()[delta.row(i) + k];
      }
    }
  }

  /** δ W: ∂/∂A. */
  void handDown(F64Matrix delta, F64Matrix below) {
    kernels.logits(delta, transposed, below);
  }

  /** See {@link F32Dense#addTo}. */
  double addTo(long[] sums, double[] scales, double biasScale) {
    double largest = 0;
    for (int k = 0; k < layout.outputs(); k++) {
      int to = layout.weightIndex(k, 0);
      largest =
          Math.max(
              largest,
              FixedPoint.add(gradient.array(), gradient.row(k), scales, sums, to, layout.inputs()));
    }
    Arrays.fill(gradient.array(), 0.0);
    return Math.max(largest, addBiases(layout, biasGradient, biasScale, sums));
  }

  /** As {@link #addTo}, of biases alone, whose gradient is cleared. */
  static double addBiases(LayerLayout layout, double[] gradient, double scale, long[] sums) {
    double largest =
        layout.hasBiases()
            ? FixedPoint.add(gradient, 0, scale, sums, layout.biasIndex(0), gradient.length)
            : 0;
    Arrays.fill(gradient, 0.0);
    return largest;
  }
}
