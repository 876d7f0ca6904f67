package org.sparksoftmax.math.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.kernel.F32Gemm;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * Some rows of a mini-batch on their way through the layers, in float32: inputs A and δ of every
 * layer, kept until the gradient δᵀA has been computed. The weights are shared with other strips.
 * Works for linear models too, which are networks of one layer. Not thread-safe.
 */
public final class NetworkStrip {

  private final F32Gemm gemm = Kernels.gemm();
  private final List<LayerWeights> weights;

  /** A of each layer; X in the first. */
  private final List<F32Panels> inputs = new ArrayList<>();

  /** Z of each layer, later replaced by slopes or, in the last layer, by residuals. */
  private final List<F32Panels> z = new ArrayList<>();

  /** δ of each layer. In the last layer, these are the residuals, which replace Z. */
  private final List<F32Panels> deltas = new ArrayList<>();

  private final List<float[]> biasGradients = new ArrayList<>();
  private final List<F32ActivationLayer> activations = new ArrayList<>();

  /**
   * @param weights of each layer; not modified, but read in every pass
   * @param dropout dropout of the hidden layers, whose random choices depend on the number of the
   *     update as on the order of a block
   * @param rows maximum number of rows
   */
  public NetworkStrip(
      ParameterLayout layout, List<LayerWeights> weights, Dropout dropout, int rows) {
    this.weights = weights;
    inputs.add(F32Panels.zeros(rows, layout.features()));
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      F32Panels logits = F32Panels.zeros(rows, layer.outputs());
      z.add(logits);
      biasGradients.add(new float[logits.paddedColumns()]);
      boolean last = l == layout.depth() - 1;
      deltas.add(last ? logits : F32Panels.zeros(rows, layer.outputs()));
      if (!last) {
        activations.add(
            new F32ActivationLayer(
                layout.hidden().activation(),
                layer.outputs(),
                weights.get(l).biases(),
                dropout,
                l,
                rows));
      }
    }
  }

  /** X, which the caller fills before {@link #logits}. */
  public F32Panels features() {
    return inputs.get(0);
  }

  /**
   * Computes the logits of the first {@code rows} rows, without the biases of the last layer.
   *
   * @param update number of the update, for dropout
   * @param first index of the first row in the mini-batch, for dropout
   * @return rows×K; the caller replaces logits by residuals in place
   */
  public F32Panels logits(int rows, long update, int first) {
    for (int l = 0; l < z.size(); l++) {
      gemm.multiply(inputs.get(l), rows, weights.get(l).forwards(), z.get(l));
      if (l < activations.size()) {
        F32Panels a = activations.get(l).forward(z.get(l), rows, update, first);
        if (inputs.size() == l + 1) {
          inputs.add(a);
        }
      }
    }
    return z.get(z.size() - 1);
  }

  /** Computes δ of every layer from the residuals, and its column sums. */
  public void backward(int rows) {
    for (int l = z.size() - 1; l >= 0; l--) {
      F32Panels delta = deltas.get(l);
      float[] sums = biasGradients.get(l);
      Arrays.fill(sums, 0f);
      for (int p = 0; p < delta.panels(); p++) {
        Kernels.f32().addRows(delta.array(), delta.panelOffset(p), rows, sums, p * F32Panels.PANEL);
      }
      if (l > 0) {
        F32Panels below = deltas.get(l - 1);
        gemm.multiply(delta, rows, weights.get(l).backwards(), below);
        activations.get(l - 1).backward(below, z.get(l - 1), rows);
      }
    }
  }

  /** δᵀ1 of layer {@code l}, padded to whole panels. */
  public float[] biasGradient(int l) {
    return biasGradients.get(l);
  }

  /**
   * Adds δᵀA of layer {@code l} for the inputs of some panels.
   *
   * @param gradient outputs×inputs; updated
   * @param from the first panel
   * @param to the panel after the last
   */
  public void addGradient(int l, int rows, F32Panels gradient, int from, int to) {
    gemm.addTransposedProduct(deltas.get(l), inputs.get(l), rows, gradient, from, to);
  }
}
