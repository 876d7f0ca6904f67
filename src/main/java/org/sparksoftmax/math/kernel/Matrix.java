package org.sparksoftmax.math.kernel;

/**
 * A row-major matrix in one precision.
 *
 * @param <M> the implementing type
 */
public sealed interface Matrix<M extends Matrix<M>> permits F32Matrix, F64Matrix {

  /** Number of rows. */
  int rows();

  /** The first {@code rows} rows. */
  M head(int rows);

  /** Sets all entries of the array to 0. */
  void clear();

  /**
   * Adds the first {@code count} entries of row {@code i} to {@code sums} from {@code to} on, in
   * fixed point.
   *
   * @return the largest scaled magnitude; see {@link FixedPoint#add}
   */
  double addFixed(int i, double[] scales, long[] sums, int to, int count);
}
