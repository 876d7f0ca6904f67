package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/** The gradient of the biases of a layer over a block; does nothing if the layer has none. */
final class BiasGradient<M> {

  private final Algebra<M> algebra;
  private final LayerLayout layout;

  /** A single row. */
  private final M sums;

  BiasGradient(Algebra<M> algebra, LayerLayout layout) {
    this.algebra = algebra;
    this.layout = layout;
    this.sums = algebra.zeros(1, layout.outputs());
  }

  /** Adds δᵀ1. */
  void add(M delta, int rows) {
    if (layout.hasBiases()) {
      algebra.addColumnSums(delta, rows, sums);
    }
  }

  /** See {@link Dense#addTo}. */
  double addTo(FixedPointSums total, double scale) {
    if (!layout.hasBiases()) {
      return 0;
    }
    int count = layout.outputs();
    double[] scales = new double[count];
    Arrays.fill(scales, scale);
    int to = layout.biasIndex(0);
    synchronized (total.lock(to)) {
      double largest = algebra.addFixed(sums, 0, scales, total.array(), to, count);
      algebra.clear(sums);
      return largest;
    }
  }
}
