package org.sparksoftmax.math.kernel;

import java.util.Arrays;

/**
 * A row-major view of an array: entry (i, j) is at offset + i·stride + j.
 *
 * @param columns number of columns in use; entries between columns and stride are padding
 */
public record F32Matrix(float[] array, int offset, int stride, int rows, int columns)
    implements Matrix<F32Matrix> {

  /** A matrix of zeros. */
  public static F32Matrix zeros(int rows, int columns) {
    return new F32Matrix(new float[rows * columns], 0, columns, rows, columns);
  }

  /** Position of the first entry of row {@code i}. */
  public int row(int i) {
    return offset + i * stride;
  }

  @Override
  public F32Matrix head(int rows) {
    return new F32Matrix(array, offset, stride, rows, columns);
  }

  @Override
  public void clear() {
    Arrays.fill(array, 0f);
  }

  @Override
  public double addFixed(int i, double[] scales, long[] sums, int to, int count) {
    return Kernels.f32().addFixed(array, row(i), scales, sums, to, count);
  }
}
