package org.sparksoftmax.math.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The layers of a network, in float32, for one θ: logits of a strip of rows, then back from their
 * residuals, adding up the gradient over a block. One instance serves one thread.
 */
public final class F32Network {

  /** What a strip and all that is made of it may take: a half of the usual second-level cache. */
  private static final int STRIP_BYTES = 512 << 10;

  private static final int MAX_STRIP_ROWS = 256;
  private static final int MIN_STRIP_ROWS = F32Panels.ROW_TILE;

  private final ParameterLayout layout;
  private final int stripRows;
  private final F32FirstLayer first;

  /** The layers above the first one. */
  private final List<F32Dense> upper = new ArrayList<>();

  /** One behind each layer but the last. */
  private final List<F32ActivationLayer> activations = new ArrayList<>();

  /** Z of each layer, in whose place slopes and, at the last layer, residuals come. */
  private final F32Panels[] z;

  /** A of each hidden layer, of the strip. */
  private final F32Panels[] a;

  /** δ of each layer but the last. */
  private final F32Panels[] delta;

  /**
   * @param layout with at least one hidden layer
   * @param parameters θ for the features as stored, with {@link F32Kernels#LANES} entries of room
   *     behind it; not modified
   */
  public F32Network(ParameterLayout layout, float[] parameters, Dropout dropout) {
    this.layout = layout;
    this.stripRows = stripRows(layout);
    int depth = layout.depth();
    this.z = new F32Panels[depth];
    this.a = new F32Panels[depth - 1];
    this.delta = new F32Panels[depth - 1];
    this.first = F32FirstLayer.of(layout.layer(0), parameters, stripRows);
    for (int l = 0; l < depth; l++) {
      LayerLayout layer = layout.layer(l);
      z[l] = F32Panels.zeros(stripRows, layer.outputs());
      if (l > 0) {
        upper.add(new F32Dense(layer, parameters, true));
      }
      if (l < depth - 1) {
        delta[l] = F32Panels.zeros(stripRows, layer.outputs());
        activations.add(
            new F32ActivationLayer(
                layout.hidden().activation(),
                layer.outputs(),
                F32Dense.biases(layer, parameters),
                dropout,
                l,
                stripRows));
      }
    }
  }

  private static int stripRows(ParameterLayout layout) {
    long width = layout.order() == WeightOrder.CLASS_MAJOR ? layout.features() : 0;
    for (int l = 0; l < layout.hidden().count(); l++) {
      width += 3L * layout.hidden().width(l);
    }
    width += 2L * layout.classes();
    long rows = STRIP_BYTES / Float.BYTES / width / F32Panels.ROW_TILE * F32Panels.ROW_TILE;
    return (int) Math.max(MIN_STRIP_ROWS, Math.min(MAX_STRIP_ROWS, rows));
  }

  /** Most rows of a strip. */
  public int stripRows() {
    return stripRows;
  }

  /** Makes ready for a block of which a gradient will be taken. */
  public void begin(FeatureBlock x) {
    first.begin(x);
  }

  /**
   * The logits of some rows, without the biases of the last layer.
   *
   * @param x of the block
   * @param order of the block
   * @param from the first row
   * @param logits as many rows×K as there are, rows padded to whole vectors; overwritten but for
   *     the padding
   */
  public void logitsInto(FeatureBlock x, long order, int from, F32Matrix logits) {
    int rows = logits.rows();
    first.forward(x, from, rows, z[0]);
    for (int l = 0; l < a.length; l++) {
      a[l] = activations.get(l).forward(z[l], rows, order, from);
      upper.get(l).forward(a[l], rows, z[l + 1]);
    }
    for (int i = 0; i < rows; i++) {
      z[a.length].copyRowInto(i, logits.array(), logits.row(i));
    }
  }

  /**
   * Adds the gradient for the rows of the last {@link #logitsInto}.
   *
   * @param residuals R: δ of the logits; not modified
   */
  public void addGradient(F32Matrix residuals) {
    int rows = residuals.rows();
    F32Panels above = z[a.length];
    for (int i = 0; i < rows; i++) {
      above.copyRowFrom(residuals.array(), residuals.row(i), i);
    }
    for (int l = a.length - 1; l >= 0; l--) {
      F32Dense layer = upper.get(l);
      layer.addGradient(above, a[l], rows);
      layer.handDown(above, rows, delta[l]);
      activations.get(l).backward(delta[l], z[l], rows);
      above = delta[l];
    }
    first.addGradient(above, rows);
  }

  /**
   * Adds the gradient of the block to {@code sums}, and begins another.
   *
   * @param sums of θ, in fixed point
   * @param scales of the features, then of the biases of the first layer, then of weights and of
   *     biases of each layer after it
   * @return the largest summand: see {@link org.sparksoftmax.math.kernel.FixedPoint#add}
   */
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
