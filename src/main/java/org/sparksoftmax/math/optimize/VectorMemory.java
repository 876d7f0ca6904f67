package org.sparksoftmax.math.optimize;

import java.util.List;

/**
 * The memory of a first-order rule: vectors of the length of θ. Immutable by convention: no code
 * writes to the arrays.
 */
public record VectorMemory(List<double[]> vectors) implements OptimizerState.Memory {

  public VectorMemory {
    vectors = List.copyOf(vectors);
  }

  /** No vectors: before the first update all are 0. */
  static final VectorMemory EMPTY = new VectorMemory(List.of());

  /** Vector {@code i} to be written to: a copy, or zeros before the first update. */
  double[] copy(int i, int dimension) {
    return vectors.isEmpty() ? new double[dimension] : vectors.get(i).clone();
  }
}
