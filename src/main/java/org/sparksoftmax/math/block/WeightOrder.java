package org.sparksoftmax.math.block;

/** Memory layout of a K×D weight matrix in a flat array. */
public enum WeightOrder {
  /** Entry (k, j) at k·D + j: one row of D weights per class. */
  CLASS_MAJOR,
  /** Entry (k, j) at j·K + k: one row of K weights per feature. */
  FEATURE_MAJOR;

  /** Index of the weight of class {@code k} and feature {@code j}. */
  public int index(int k, int j, int classes, int features) {
    return this == CLASS_MAJOR ? k * features + j : j * classes + k;
  }
}
