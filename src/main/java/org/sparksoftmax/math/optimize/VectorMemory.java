package org.sparksoftmax.math.optimize;

import java.util.List;

/**
 * What a first-order rule remembers: vectors of the length of θ. Immutable by convention: no one
 * writes to the arrays.
 */
public record VectorMemory(List<double[]> vectors) implements OptimizerState.Memory {

  public VectorMemory {
    vectors = List.copyOf(vectors);
  }

  /** No vectors: those of a rule that has not moved yet are all 0. */
  static final VectorMemory EMPTY = new VectorMemory(List.of());

  /** Vector {@code i} to be written to: a copy, or zeros where nothing is remembered yet. */
  double[] copy(int i, int dimension) {
    return vectors.isEmpty() ? new double[dimension] : vectors.get(i).clone();
  }
}
