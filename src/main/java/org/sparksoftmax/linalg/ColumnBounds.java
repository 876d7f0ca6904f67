package org.sparksoftmax.linalg;

import java.io.Serializable;

/**
 * How many rows have each feature, and how large it gets: what can be known of columns exactly,
 * whatever the order in which the rows are seen. Mutable; one owner at a time.
 */
public final class ColumnBounds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] counts;
  private final float[] largest;
  private long rows;

  /** Of no rows yet. */
  public ColumnBounds(int features) {
    this.counts = new int[features];
    this.largest = new float[features];
  }

  /** Adds every row of {@code block}. */
  public void add(FeatureBlock block) {
    for (int i = 0; i < block.rows(); i++) {
      block.forEachValue(
          i,
          (j, value) -> {
            if (value != 0) {
              counts[j]++;
              largest[j] = Math.max(largest[j], (float) Math.abs(value));
            }
          });
    }
    rows += block.rows();
  }

  /** Adds the rows of {@code other} and returns this. */
  public ColumnBounds merge(ColumnBounds other) {
    for (int j = 0; j < counts.length; j++) {
      counts[j] += other.counts[j];
      largest[j] = Math.max(largest[j], other.largest[j]);
    }
    rows += other.rows;
    return this;
  }

  /** The mean square of each feature is at most this. */
  public double[] meanSquareBounds() {
    double[] bounds = new double[counts.length];
    for (int j = 0; j < bounds.length; j++) {
      bounds[j] = (double) largest[j] * largest[j] * counts[j] / rows;
    }
    return bounds;
  }
}
