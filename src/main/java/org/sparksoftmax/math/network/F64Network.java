package org.sparksoftmax.math.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/** As {@link F32Network}, in float64: for data stored so, and for the check of gradients. */
public final class F64Network {

  /** Most rows of a strip. */
  public static final int STRIP_ROWS = 32;

  private final ParameterLayout layout;
  private final F64FirstLayer first;

  /** The layers above the first one. */
  private final List<F64Dense> upper = new ArrayList<>();

  /** One behind each layer but the last. */
  private final List<F64ActivationLayer> activations = new ArrayList<>();

  /** Z of each layer, in whose place slopes and, at the last layer, residuals come. */
  private final F64Matrix[] z;

  /** A and δ of each hidden layer. */
  private final F64Matrix[] a;

  private final F64Matrix[] delta;
  private final double[] lastBiases;

  /** See {@link F32Network#F32Network}. */
  public F64Network(ParameterLayout layout, double[] parameters, Dropout dropout) {
    this.layout = layout;
    int depth = layout.depth();
    this.z = new F64Matrix[depth];
    this.a = new F64Matrix[depth - 1];
    this.delta = new F64Matrix[depth - 1];
    this.first = F64FirstLayer.of(layout.layer(0), parameters, STRIP_ROWS);
    this.lastBiases = F64Dense.biases(layout.layer(depth - 1), parameters);
    for (int l = 0; l < depth; l++) {
      LayerLayout layer = layout.layer(l);
      int columns = F64Dense.wide(layer.outputs());
      z[l] = F64Matrix.zeros(STRIP_ROWS, columns);
      if (l > 0) {
        upper.add(new F64Dense(layer, parameters, true));
      }
      if (l < depth - 1) {
        delta[l] = F64Matrix.zeros(STRIP_ROWS, columns);
        activations.add(
            new F64ActivationLayer(
                layout.hidden().activation(),
                F64Dense.biases(layer, parameters),
                dropout,
                l,
                STRIP_ROWS,
                columns));
      }
    }
  }

  /** Makes ready for a block of which a gradient will be taken. */
  public void begin(FeatureBlock x) {
    first.begin(x);
  }

  /**
   * The logits of some rows, with their biases.
   *
   * @param order of the block
   * @param from the first row
   * @param rows at most {@link #STRIP_ROWS}
   * @return rows×K and padding; to be replaced by residuals in place
   */
  public F64Matrix logits(FeatureBlock x, long order, int from, int rows) {
    first.forward(x, from, z[0].head(rows));
    for (int l = 0; l < a.length; l++) {
      a[l] = activations.get(l).forward(z[l].head(rows), order, from);
      upper.get(l).forward(a[l], z[l + 1].head(rows));
    }
    F64Matrix logits = z[a.length].head(rows);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < lastBiases.length; k++) {
        logits.array()[logits.row(i) + k] += lastBiases[k];
      }
    }
    return logits;
  }

  /**
   * Adds the gradient for the rows of the last {@link #logits}.
   *
   * @param residuals R: δ of the logits; not modified
   */
  public void addGradient(F64Matrix residuals) {
    int rows = residuals.rows();
    F64Matrix above = residuals;
    for (int l = a.length - 1; l >= 0; l--) {
      F64Dense layer = upper.get(l);
      F64Matrix below = delta[l].head(rows);
      layer.addGradient(above, a[l]);
      layer.handDown(above, below);
      activations.get(l).backward(below, z[l].head(rows));
      above = below;
    }
    first.addGradient(above);
  }

  /** See {@link F32Network#addTo}. */
  public double addTo(long[] sums, double[] scales) {
    int at = layout.features();
    double largest = first.addTo(sums, scales, scales[at]);
    for (int l = 1; l < layout.depth(); l++) {
      double[] ofInputs = new double[layout.layer(l).inputs()];
      Arrays.fill(ofInputs, scales[at + 2 * l - 1]);
      largest = Math.max(largest, upper.get(l - 1).addTo(sums, ofInputs, scales[at + 2 * l]));
    }
    return largest;
  }
}
