package org.sparksoftmax.math.optimize;

import java.util.Arrays;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * The parameters that an update under an L1 penalty may change: all except those that are 0 and
 * would stay 0. Vectors restricted to the free parameters contain no other entries.
 */
final class FreeParameters {

  private final int dimension;

  /** Indices of the free parameters, ascending. */
  private final int[] places;

  private FreeParameters(int dimension, int[] places) {
    this.dimension = dimension;
    this.places = places;
  }

  /**
   * The free parameters at θ.
   *
   * @param subgradient the subgradient of least norm at θ
   */
  static FreeParameters of(double[] parameters, double[] subgradient, L1Penalty l1) {
    int[] places = new int[parameters.length];
    int count = 0;
    for (int i = 0; i < parameters.length; i++) {
      if (i >= l1.penalized() || parameters[i] != 0 || subgradient[i] != 0) {
        places[count++] = i;
      }
    }
    return new FreeParameters(parameters.length, Arrays.copyOf(places, count));
  }

  boolean areAll() {
    return places.length == dimension;
  }

  /**
   * The entries of {@code vector} for the free parameters; {@code vector} itself if all are free.
   */
  double[] of(double[] vector) {
    if (areAll()) {
      return vector;
    }
    double[] entries = new double[places.length];
    Parts.forEach(
        entries.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            entries[e] = vector[places[e]];
          }
        });
    return entries;
  }

  /**
   * The entries of {@code vector} for the free parameters; {@code vector} itself if all are free.
   */
  float[] of(float[] vector) {
    if (areAll()) {
      return vector;
    }
    float[] entries = new float[places.length];
    Parts.forEach(
        entries.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            entries[e] = vector[places[e]];
          }
        });
    return entries;
  }

  /** The full vector: {@code entries} for the free parameters and 0 for the others. */
  double[] spread(double[] entries) {
    if (areAll()) {
      return entries;
    }
    double[] vector = new double[dimension];
    Parts.forEach(
        entries.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            vector[places[e]] = entries[e];
          }
        });
    return vector;
  }
}
