package org.sparksoftmax.math.optimize;

import java.util.Arrays;
import java.util.List;

/**
 * The memory of a first-order rule: vectors of the length of θ. Immutable by convention: the arrays
 * are never modified.
 */
public record VectorMemory(List<double[]> vectors) implements OptimizerState.Memory {

  public VectorMemory {
    vectors = List.copyOf(vectors);
  }

  /** The memory before the first update: all vectors are implicitly 0. */
  static final VectorMemory EMPTY = new VectorMemory(List.of());

  /** A writable copy of vector {@code i}, or zeros if the memory is empty. */
  double[] copy(int i, int dimension) {
    return vectors.isEmpty() ? new double[dimension] : vectors.get(i).clone();
  }

  /** Writable copies of all {@code count} vectors, or zeros if the memory is empty. */
  double[][] copies(int count, int dimension) {
    double[][] copies = new double[count][];
    Arrays.setAll(copies, v -> copy(v, dimension));
    return copies;
  }
}
