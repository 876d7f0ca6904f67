package org.sparksoftmax.objective;

import java.io.Serializable;
import java.util.Arrays;
import org.sparksoftmax.linalg.TwoSum;

/**
 * A gradient sum in feature-major order, K entries a feature, of which only the features that occur
 * are stored: for models so wide that a partition touches a small part of them. Mutable; one owner
 * at a time.
 */
final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of features, the intercepts counting as one more. */
  private final int features;

  private final int classes;

  /** For each feature its place among those stored, plus 1; made anew where the sum is merged. */
  private transient int[] places;

  private int[] stored = new int[16];
  private int count;
  private double[] sums;

  /** What the additions of merged sums have left out. */
  private double[] rests;

  FeatureSums(int features, int classes) {
    this.features = features;
    this.classes = classes;
    this.sums = new double[16 * classes];
  }

  /** Adds the K entries of {@code from} at {@code at} to the sums of {@code feature}. */
  void add(int feature, float[] from, int at) {
    int place = place(feature) * classes;
    for (int k = 0; k < classes; k++) {
      sums[place + k] += from[at + k];
    }
  }

  /** Whether the union with {@code other} is small enough to be worth storing this way. */
  boolean staysSmallWith(FeatureSums other) {
    return (long) count + other.count <= features / 2;
  }

  /** Adds {@code other}, keeping what the additions round away. */
  void merge(FeatureSums other) {
    for (int o = 0; o < other.count; o++) {
      int place = place(other.stored[o]) * classes;
      if (rests == null) {
        rests = new double[sums.length];
      }
      for (int k = 0; k < classes; k++) {
        int from = o * classes + k;
        double otherRest = other.rests == null ? 0 : other.rests[from];
        rests[place + k] += otherRest + TwoSum.rest(sums[place + k], other.sums[from]);
        sums[place + k] += other.sums[from];
      }
    }
  }

  /** Copies the sums, and what was left out of them, to their positions in full vectors. */
  void copyInto(double[] gradient, double[] gradientRests) {
    for (int place = 0; place < count; place++) {
      int to = stored[place] * classes;
      System.arraycopy(sums, place * classes, gradient, to, classes);
      if (rests != null) {
        System.arraycopy(rests, place * classes, gradientRests, to, classes);
      }
    }
  }

  /** Gives up the room for further features, before the sum is sent. */
  void trim() {
    stored = Arrays.copyOf(stored, count);
    sums = Arrays.copyOf(sums, count * classes);
    rests = rests == null ? null : Arrays.copyOf(rests, count * classes);
    places = null;
  }

  int dimension() {
    return features * classes;
  }

  private int place(int feature) {
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
    return places[feature] - 1;
  }

  private void grow() {
    int room = Math.min(features, Math.max(16, 2 * count));
    stored = Arrays.copyOf(stored, room);
    sums = Arrays.copyOf(sums, room * classes);
    rests = rests == null ? null : Arrays.copyOf(rests, room * classes);
  }
}
