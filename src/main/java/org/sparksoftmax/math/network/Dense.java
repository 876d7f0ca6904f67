package org.sparksoftmax.math.network;

import org.sparksoftmax.math.layout.LayerLayout;

/**
 * Z = A Wᵀ behind dense rows, with the gradient of W and b over a block. The layer that follows
 * adds the biases. One instance serves one thread.
 */
final class Dense<M> {

  private final Algebra<M> algebra;
  private final LayerLayout layout;
  private final M forwards;

  /** Null of a layer that hands no δ down. */
  private final M backwards;

  /** Outputs×inputs. */
  private final M gradient;

  private final BiasGradient<M> biasGradient;

  /**
   * @param handsDown whether δ of the inputs will be asked for
   */
  Dense(Algebra<M> algebra, LayerLayout layout, boolean handsDown) {
    this.algebra = algebra;
    this.layout = layout;
    this.forwards = algebra.forwards(layout);
    this.backwards = handsDown ? algebra.backwards(layout) : null;
    this.gradient = algebra.zeros(layout.outputs(), layout.inputs());
    this.biasGradient = new BiasGradient<>(algebra, layout);
  }

  /**
   * Z = A Wᵀ.
   *
   * @param a rows×inputs; not modified
   * @param z rows×outputs; overwritten
   */
  void forward(M a, int rows, M z) {
    algebra.multiply(a, rows, forwards, z);
  }

  /**
   * Adds δᵀA and δᵀ1 to the gradient of the block.
   *
   * @param delta rows×outputs; not modified
   * @param a rows×inputs, those of {@link #forward}; not modified
   */
  void addGradient(M delta, M a, int rows) {
    algebra.addTransposedProduct(delta, a, rows, gradient);
    biasGradient.add(delta, rows);
  }

  /**
   * δ W: ∂/∂A.
   *
   * @param delta rows×outputs; not modified
   * @param below rows×inputs; overwritten
   */
  void handDown(M delta, int rows, M below) {
    algebra.multiply(delta, rows, backwards, below);
  }

  /**
   * Adds the gradient of the block to {@code sums}, and begins another.
   *
   * @param sums of all of θ, in fixed point
   * @param scales of each input, at least
   * @return the largest summand: see {@link org.sparksoftmax.math.kernel.FixedPoint#add}
   */
  double addTo(long[] sums, double[] scales, double biasScale) {
    double largest = 0;
    for (int k = 0; k < layout.outputs(); k++) {
      int to = layout.weightIndex(k, 0);
      largest = Math.max(largest, algebra.addFixed(gradient, k, scales, sums, to, layout.inputs()));
    }
    algebra.clear(gradient);
    return Math.max(largest, biasGradient.addTo(sums, biasScale));
  }
}
