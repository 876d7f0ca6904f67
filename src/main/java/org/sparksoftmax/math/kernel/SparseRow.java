package org.sparksoftmax.math.kernel;

/**
 * The non-zeros of one row, within arrays that hold those of several: entry e, {@code from} ≤ e
 * {@literal <} {@code to}, has the value values[e] and belongs to row {@code rows[e]} of the
 * weights or sums. Mutable, so that one object serves a whole pass.
 */
public final class SparseRow {
  int[] rows;
  float[] values;
  int from;
  int to;

  /** Points at the entries from {@code from} to before {@code to}. */
  public SparseRow at(int[] rows, float[] values, int from, int to) {
    this.rows = rows;
    this.values = values;
    this.from = from;
    this.to = to;
    return this;
  }
}
