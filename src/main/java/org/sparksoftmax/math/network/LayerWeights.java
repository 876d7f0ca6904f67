package org.sparksoftmax.math.network;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.layout.LayerLayout;

/**
 * The weights and biases of one layer in float32, in the forms that the products of a strip read.
 * An update overwrites them in place. Not thread-safe, except that threads may set different
 * panels.
 */
public final class LayerWeights {

  /** Wᵀ, inputs×outputs. */
  private final F32Panels forwards;

  /** W, outputs×inputs; null in the first layer, which does not hand δ down. */
  private final F32Panels backwards;

  private final float[] biases;

  /** Weights and biases of 0. */
  public LayerWeights(LayerLayout layout, boolean first) {
    this.forwards = F32Panels.zeros(layout.inputs(), layout.outputs());
    this.backwards = first ? null : F32Panels.zeros(layout.outputs(), layout.inputs());
    this.biases = new float[forwards.paddedColumns()];
  }

  F32Panels forwards() {
    return forwards;
  }

  F32Panels backwards() {
    return backwards;
  }

  /** b, padded to whole panels; the caller may modify it. */
  public float[] biases() {
    return biases;
  }

  /**
   * Rounds W∘f to float32 for the inputs of some panels.
   *
   * @param w entries of W at the positions of outputs×inputs {@link F32Panels}; not modified
   * @param rows the capacity of these panels: outputs, rounded up to whole tiles
   * @param factors f of each input, padded to whole panels; null if all are 1
   * @param from the first panel
   * @param to the panel after the last
   */
  public void set(double[] w, int rows, double[] factors, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int tile = 0; tile < forwards.panels(); tile++) {
        setTile(w, p * rows * PANEL + tile * PANEL * PANEL, factors, p, tile);
      }
      if (backwards != null) {
        for (int i = p * rows * PANEL; i < (p + 1) * rows * PANEL; i++) {
          backwards.array()[i] = (float) w[i];
        }
      }
    }
  }

  /** Transposes the weights of 16 inputs for 16 outputs. */
  private void setTile(double[] w, int at, double[] factors, int panel, int tile) {
    int inputs = Math.min(PANEL, forwards.capacity() - panel * PANEL);
    for (int c = 0; c < inputs; c++) {
      double factor = factors == null ? 1 : factors[panel * PANEL + c];
      int to = forwards.panelOffset(tile) + (panel * PANEL + c) * PANEL;
      for (int k = 0; k < PANEL; k++) {
        forwards.array()[to + k] = (float) (factor * w[at + k * PANEL + c]);
      }
    }
  }
}
