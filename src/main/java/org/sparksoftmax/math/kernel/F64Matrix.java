package org.sparksoftmax.math.kernel;

import java.util.Arrays;

/**
 * A row-major view of an array: entry (i, j) is at offset + i·stride + j.
 *
 * @param columns number of columns in use; entries between columns and stride are padding
 */
public record F64Matrix(double[] array, int offset, int stride, int rows, int columns)
    implements Matrix<F64Matrix> {

  /** A matrix of zeros. */
  public static F64Matrix zeros(int rows, int columns) {
    return new F64Matrix(new double[rows * columns], 0, columns, rows, columns);
  }

  /** Position of the first entry of row {@code i}. */
  public int row(int i) {
    return offset + i * stride;
  }

  @Override
  public F64Matrix head(int rows) {
    return new F64Matrix(array, offset, stride, rows, columns);
  }

  @Override
  public void clear() {
    Arrays.fill(array, 0.0);
  }

  @Override
  public double addFixed(int i, double[] scales, long[] sums, int to, int count) {
    return FixedPoint.add(array, row(i), scales, sums, to, count);
  }
}
