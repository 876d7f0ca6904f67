package org.sparksoftmax.math.optimize;

import java.util.Arrays;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * The parameters that an update under an L1 penalty may move: all but those that are 0 and would
 * stay so. Vectors of their entries alone are as short as they are few.
 */
final class FreeParameters {

  private final int dimension;

  /** Where the free ones are, in order. */
  private final int[] places;

  private FreeParameters(int dimension, int[] places) {
    this.dimension = dimension;
    this.places = places;
  }

  /**
   * Those at θ.
   *
   * @param subgradient the least one at θ
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

  /** The entries of {@code vector} for the free ones; itself if they are all. */
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

  /** The entries of {@code vector} for the free ones; itself if they are all. */
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

  /** The whole vector: {@code entries} for the free ones and 0 for the others. */
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
