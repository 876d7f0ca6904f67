package org.sparksoftmax.math.kernel;

/**
 * A row-major view of an array: entry (i, j) at offset + i·stride + j.
 *
 * @param columns number of columns to work on; entries between columns and stride are padding
 */
public record F32Matrix(float[] array, int offset, int stride, int rows, int columns) {

  /** A matrix of zeros. */
  public static F32Matrix zeros(int rows, int columns) {
    return new F32Matrix(new float[rows * columns], 0, columns, rows, columns);
  }

  /** Position of the first entry of row {@code i}. */
  public int row(int i) {
    return offset + i * stride;
  }

  /** The first {@code rows} rows. */
  public F32Matrix head(int rows) {
    return new F32Matrix(array, offset, stride, rows, columns);
  }
}
