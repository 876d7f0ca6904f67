package org.sparksoftmax.math.network;

import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/**
 * An affine layer with dense inputs: computes Z = A Wᵀ and the gradient of W and b over a block.
 * The next layer adds the biases. Not thread-safe.
 */
final class Dense<M> {

  private final Algebra<M> algebra;
  private final LayerLayout layout;
  private final M forwards;

  /** Null if the layer does not propagate δ to its inputs. */
  private final M backwards;

  /** Outputs×inputs. */
  private final M gradient;

  private final BiasGradient<M> biasGradient;

  /**
   * @param handsDown whether {@link #handDown} will be called
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
   * Computes Z = A Wᵀ.
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
   * @param a rows×inputs, as passed to {@link #forward}; not modified
   */
  void addGradient(M delta, M a, int rows) {
    algebra.addTransposedProduct(delta, a, rows, gradient);
    biasGradient.add(delta, rows);
  }

  /**
   * Computes δ W = ∂/∂A.
   *
   * @param delta rows×outputs; not modified
   * @param below rows×inputs; overwritten
   */
  void handDown(M delta, int rows, M below) {
    algebra.multiply(delta, rows, backwards, below);
  }

  /**
   * Adds the gradient of the block to {@code sums} and resets it.
   *
   * @param sums sums for all of θ, in fixed point
   * @param scales scale of each input; may have further entries
   * @return the largest scaled magnitude; see {@link org.sparksoftmax.math.kernel.FixedPoint#add}
   */
  double addTo(FixedPointSums sums, double[] scales, double biasScale) {
    double largest = 0;
    for (int k = 0; k < layout.outputs(); k++) {
      int to = layout.weightIndex(k, 0);
      synchronized (sums.lock(to)) {
        largest =
            Math.max(
                largest, algebra.addFixed(gradient, k, scales, sums.array(), to, layout.inputs()));
      }
    }
    algebra.clear(gradient);
    return Math.max(largest, biasGradient.addTo(sums, biasScale));
  }
}
