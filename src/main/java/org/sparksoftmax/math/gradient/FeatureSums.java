package org.sparksoftmax.math.gradient;

import java.io.Serializable;
import java.util.Arrays;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;

/**
 * A gradient sum in feature-major order, with K entries per feature, that stores only the features
 * that occur. Used for models so wide that a partition touches only a small part of the features.
 * Mutable and not thread-safe.
 */
public final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of features, where the intercepts count as one more feature. */
  private final int features;

  private final int classes;

  /** For each feature, its place among the stored ones plus 1; rebuilt after deserialisation. */
  private transient int[] places;

  private int[] stored = new int[16];
  private int count;
  private long[] sums;

  FeatureSums(int features, int classes) {
    this.features = features;
    this.classes = classes;
    this.sums = new long[16 * classes];
  }

  /**
   * Adds the K entries of {@code from} at {@code at}, times {@code scale}, to the sums of {@code
   * feature}. Returns the largest scaled magnitude, as {@link FixedPoint} does.
   */
  double add(int feature, float[] from, int at, double scale) {
    int to = room(feature);
    return FixedPoint.add(from, at, scale, sums, to, classes);
  }

  /** Like {@link #add(int, float[], int, double)}, for the first {@code howMany} features. */
  double add(int[] ofFeatures, int howMany, float[] from, int at, double[] scales) {
    int[] rows = new int[howMany];
    for (int p = 0; p < howMany; p++) {
      rows[p] = room(ofFeatures[p]) / classes;
    }
    return Kernels.f32().addFixedRows(from, at, scales, rows, howMany, classes, sums);
  }

  /** Like {@link #add(int, float[], int, double)}, for float64 values. */
  double add(int feature, double[] from, int at, double scale) {
    int to = room(feature);
    return FixedPoint.add(from, at, scale, sums, to, classes);
  }

  /** Whether the sum stays small enough for sparse storage when merged with {@code other}. */
  boolean staysSmallWith(FeatureSums other) {
    return (long) count + other.count <= features / 2;
  }

  /** Adds {@code other} to this sum. */
  void merge(FeatureSums other) {
    for (int o = 0; o < other.count; o++) {
      int to = room(other.stored[o]);
      for (int k = 0; k < classes; k++) {
        sums[to + k] += other.sums[o * classes + k];
      }
    }
  }

  /** Adds the stored sums to a dense gradient. */
  void addTo(long[] gradient) {
    for (int p = 0; p < count; p++) {
      int to = stored[p] * classes;
      for (int k = 0; k < classes; k++) {
        gradient[to + k] += sums[p * classes + k];
      }
    }
  }

  /** Releases unused capacity before the sum is serialised. */
  void trim() {
    stored = Arrays.copyOf(stored, count);
    sums = Arrays.copyOf(sums, count * classes);
    places = null;
  }

  int dimension() {
    return features * classes;
  }

  /** Start of the K sums of {@code feature}, allocated if necessary. */
  private int room(int feature) {
    if (places == null) {
      places = new int[features];
      for (int p = 0; p < count; p++) {
        places[stored[p]] = p + 1;
      }
    }
    if (places[feature] == 0) {
      if (count == stored.length) {
        grow();
      }
      stored[count++] = feature;
      places[feature] = count;
    }
    return (places[feature] - 1) * classes;
  }

  private void grow() {
    int room = Math.min(features, Math.max(16, 2 * count));
    stored = Arrays.copyOf(stored, room);
    sums = Arrays.copyOf(sums, room * classes);
  }
}
