package org.sparksoftmax.math.gradient;

import java.io.Serializable;
import java.util.Arrays;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;

/**
 * A gradient sum in feature-major order, K entries a feature, that stores only the features that
 * occur: for models so wide that a partition contains a small part of their features. Mutable; one
 * owner at a time.
 */
public final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of features, plus one for the intercepts. */
  private final int features;

  private final int classes;

  /** For each feature its position among those stored, plus 1; rebuilt after deserialisation. */
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
   * feature}; returns the largest, as {@link FixedPoint} does.
   */
  double add(int feature, float[] from, int at, double scale) {
    int to = room(feature);
    return FixedPoint.add(from, at, scale, sums, to, classes);
  }

  /** As {@link #add(int, float[], int, double)}, for each of some features. */
  double add(int[] ofFeatures, int howMany, float[] from, int at, double[] scales) {
    int[] rows = new int[howMany];
    for (int p = 0; p < howMany; p++) {
      rows[p] = room(ofFeatures[p]) / classes;
    }
    return Kernels.f32().addFixedRows(from, at, scales, rows, howMany, classes, sums);
  }

  /** As {@link #add(int, float[], int, double)}, of float64. */
  double add(int feature, double[] from, int at, double scale) {
    int to = room(feature);
    return FixedPoint.add(from, at, scale, sums, to, classes);
  }

  /** Whether the union with {@code other} is small enough for this form. */
  boolean staysSmallWith(FeatureSums other) {
    return (long) count + other.count <= features / 2;
  }

  /** Adds {@code other}. */
  void merge(FeatureSums other) {
    for (int o = 0; o < other.count; o++) {
      int to = room(other.stored[o]);
      for (int k = 0; k < classes; k++) {
        sums[to + k] += other.sums[o * classes + k];
      }
    }
  }

  /** Adds the sums to their positions in a full vector. */
  void addTo(long[] gradient) {
    for (int p = 0; p < count; p++) {
      int to = stored[p] * classes;
      for (int k = 0; k < classes; k++) {
        gradient[to + k] += sums[p * classes + k];
      }
    }
  }

  /** Releases unused space before the sum is sent. */
  void trim() {
    stored = Arrays.copyOf(stored, count);
    sums = Arrays.copyOf(sums, count * classes);
    places = null;
  }

  int dimension() {
    return features * classes;
  }

  /** The position of the K sums of {@code feature}. */
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
