package org.sparksoftmax.math.kernel;

/**
 * A view of the non-zeros of one row within arrays that hold several rows. Entry e, {@code from} ≤
 * e {@literal <} {@code to}, has the value {@code values[e]} and belongs to row {@code rows[e]} of
 * the weights or sums. Mutable, so that one instance is reused for a whole pass.
 *
 * @param <A> {@code float[]} or {@code double[]}, the type of the values
 */
public final class SparseRow<A> {
  int[] rows;
  A values;
  int from;
  int to;

  /** Moves the view to the entries {@code from} (inclusive) to {@code to} (exclusive). */
  public SparseRow<A> at(int[] rows, A values, int from, int to) {
    this.rows = rows;
    this.values = values;
    this.from = from;
    this.to = to;
    return this;
  }
}
