package org.sparksoftmax.math.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/**
 * The layers of a network for one θ. Computes the logits of a strip of rows, then backpropagates
 * their residuals and accumulates the gradient over a block. Not thread-safe.
 *
 * @param <M> matrix type of one precision
 */
public final class Network<M> {

  private final ParameterLayout layout;
  private final int stripRows;
  private final FirstLayer<M> first;

  /** The layers above the first one. */
  private final List<Dense<M>> upper = new ArrayList<>();

  /** One after each layer except the last. */
  private final List<ActivationLayer<M>> activations = new ArrayList<>();

  /** Z of each layer, later replaced by slopes or, in the last layer, by residuals. */
  private final List<M> z = new ArrayList<>();

  /** A of each hidden layer, for the current strip. */
  private final List<M> a = new ArrayList<>();

  /** δ of each layer except the last. */
  private final List<M> delta = new ArrayList<>();

  private Network(ParameterLayout layout, Algebra<M> algebra, Dropout dropout) {
    this.layout = layout;
    this.stripRows = algebra.stripRows(layout);
    this.first = FirstLayer.of(algebra, layout.layer(0), stripRows);
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      z.add(algebra.zeros(stripRows, layer.outputs()));
      if (l > 0) {
        upper.add(new Dense<>(algebra, layer, true));
      }
      if (l < layout.depth() - 1) {
        a.add(null);
        delta.add(algebra.zeros(stripRows, layer.outputs()));
        activations.add(
            algebra.activation(layout.hidden().activation(), layer, dropout, l, stripRows));
      }
    }
  }

  /**
   * A network in float32.
   *
   * @param layout layout with at least one hidden layer
   * @param parameters θ on the scale of the stored features, followed by {@link F32Kernels#LANES}
   *     unused entries; not modified
   */
  public static Network<F32Panels> f32(
      ParameterLayout layout, float[] parameters, Dropout dropout) {
    return new Network<>(layout, new F32Algebra(parameters), dropout);
  }

  /** A network in float64, for float64 data and for gradient checks; see {@link #f32}. */
  public static Network<F64Matrix> f64(
      ParameterLayout layout, double[] parameters, Dropout dropout) {
    return new Network<>(layout, new F64Algebra(parameters), dropout);
  }

  /** Maximum number of rows of a strip. */
  public int stripRows() {
    return stripRows;
  }

  /** Prepares for a block whose gradient will be computed. */
  public void begin(FeatureBlock x) {
    first.begin(x);
  }

  /**
   * Computes the logits of a strip of rows, without the biases of the last layer.
   *
   * @param x features of the block
   * @param order order of the block
   * @param from the first row
   * @param rows at most {@link #stripRows}
   * @return rows×K and padding; the caller replaces logits by residuals in place
   */
  public M logits(FeatureBlock x, long order, int from, int rows) {
    first.forward(x, from, rows, z.get(0));
    for (int l = 0; l < activations.size(); l++) {
      a.set(l, activations.get(l).forward(z.get(l), rows, order, from));
      upper.get(l).forward(a.get(l), rows, z.get(l + 1));
    }
    return z.get(activations.size());
  }

  /**
   * Adds the gradient for the rows of the last call of {@link #logits}.
   *
   * @param residuals R, which is δ of the logits; not modified
   */
  public void addGradient(M residuals, int rows) {
    M above = residuals;
    for (int l = activations.size() - 1; l >= 0; l--) {
      M below = delta.get(l);
      upper.get(l).addGradient(above, a.get(l), rows);
      upper.get(l).handDown(above, rows, below);
      activations.get(l).backward(below, z.get(l), rows);
      above = below;
    }
    first.addGradient(above, rows);
  }

  /**
   * Adds the gradient of the block to {@code sums} and resets it.
   *
   * @param sums sums for θ, in fixed point
   * @param scales scales of the features, then of the biases of the first layer, then of the
   *     weights and of the biases of each later layer
   * @return the largest scaled magnitude; see {@link org.sparksoftmax.math.kernel.FixedPoint#add}
   */
  public double addTo(FixedPointSums sums, double[] scales) {
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
