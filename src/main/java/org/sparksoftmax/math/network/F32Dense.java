package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.kernel.F32Gemm;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;

/**
 * Z = A Wᵀ behind dense rows, in float32, with the gradient of W and b over a block. The biases are
 * added by what comes after. One instance serves one thread.
 */
final class F32Dense {

  private final F32Gemm gemm = Kernels.gemm();
  private final LayerLayout layout;

  /** Wᵀ: inputs×outputs. */
  private final F32Panels transposed;

  /** W: outputs×inputs; null of a layer that hands no δ down. */
  private final F32Panels weights;

  private final F32Panels gradient;
  private final float[] biasGradient;

  /** The gradient of one output. */
  private final float[] row;

  /**
   * @param parameters θ
   * @param handsDown whether δ of the inputs will be asked for
   */
  F32Dense(LayerLayout layout, float[] parameters, boolean handsDown) {
    this.layout = layout;
    F32Panels w = F32Panels.zeros(layout.outputs(), layout.inputs());
    for (int k = 0; k < layout.outputs(); k++) {
      w.copyRowFrom(parameters, layout.weightIndex(k, 0), k);
    }
    this.transposed = w.transposed(layout.outputs());
    this.weights = handsDown ? w : null;
    this.gradient = F32Panels.zeros(layout.outputs(), layout.inputs());
    this.biasGradient = new float[F32Kernels.padded(layout.outputs())];
    this.row = new float[layout.inputs()];
  }

  /** The biases of a layer, 0 if it has none, padded with zeros to whole panels. */
  static float[] biases(LayerLayout layout, float[] parameters) {
    float[] biases = new float[F32Kernels.padded(layout.outputs())];
    if (layout.hasBiases()) {
      System.arraycopy(parameters, layout.biasIndex(0), biases, 0, layout.outputs());
    }
    return biases;
  }

  /**
   * Z = A Wᵀ.
   *
   * @param a rows×inputs; not modified
   * @param z rows×outputs; overwritten
   */
  void forward(F32Panels a, int rows, F32Panels z) {
    gemm.multiply(a, rows, transposed, z);
  }

  /**
   * Adds δᵀA and δᵀ1 to the gradient of the block.
   *
   * @param delta rows×outputs; not modified
   * @param a rows×inputs, those of {@link #forward}; not modified
   */
  void addGradient(F32Panels delta, F32Panels a, int rows) {
    gemm.addTransposedProduct(delta, a, rows, gradient);
    if (layout.hasBiases()) {
      addColumnSums(delta, rows, biasGradient);
    }
  }

  /** Adds δᵀ1 to {@code sums}. */
  static void addColumnSums(F32Panels delta, int rows, float[] sums) {
    for (int p = 0; p < delta.panels(); p++) {
      Kernels.f32().addRows(delta.array(), delta.panelOffset(p), rows, sums, p * F32Panels.PANEL);
    }
  }

  /**
   * δ W: ∂/∂A.
   *
   * @param delta rows×outputs; not modified
   * @param below rows×inputs; overwritten
   */
  void handDown(F32Panels delta, int rows, F32Panels below) {
    gemm.multiply(delta, rows, weights, below);
  }

  /**
   * Adds the gradient of the block to {@code sums}, and begins another.
   *
   * @param sums of all of θ, in fixed point
   * @param scales of each input, at least
   * @return the largest summand: see {@link FixedPoint#add}
   */
  double addTo(long[] sums, double[] scales, double biasScale) {
    double largest = 0;
    for (int k = 0; k < layout.outputs(); k++) {
      gradient.copyRowInto(k, row, 0);
      int to = layout.weightIndex(k, 0);
      largest =
          Math.max(largest, Kernels.f32().addFixed(row, 0, scales, sums, to, layout.inputs()));
    }
    Arrays.fill(gradient.array(), 0f);
    return Math.max(largest, addBiases(layout, biasGradient, biasScale, sums));
  }

  /** As {@link #addTo}, of biases alone, whose gradient is cleared. */
  static double addBiases(LayerLayout layout, float[] gradient, double scale, long[] sums) {
    if (!layout.hasBiases()) {
      return 0;
    }
    double largest =
        FixedPoint.add(gradient, 0, scale, sums, layout.biasIndex(0), layout.outputs());
    Arrays.fill(gradient, 0f);
    return largest;
  }
}
