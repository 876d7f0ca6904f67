package org.sparksoftmax.math.kernel;

import java.util.Locale;

/**
 * A dense matrix stored as panels of {@link #PANEL} columns, each in row-major order: entry (i, j)
 * is at ⌊j / 16⌋·capacity·16 + i·16 + (j mod 16). All operands of {@link F32Gemm} use this layout,
 * so products need no packing: inner loops have the same constant stride for matrices of any size,
 * and a row of a panel is one cache line.
 *
 * <p>The last panel is as wide as the others. Its columns from {@code columns} on and unused rows
 * are padding, which is 0 in a new matrix. Each operation documents how it treats the padding.
 *
 * @param array capacity × {@link #paddedColumns()} entries
 * @param capacity number of allocated rows, a multiple of {@link #ROW_TILE}
 * @param columns number of columns of the matrix
 */
public record F32Panels(float[] array, int capacity, int columns) {

  /** Columns per panel: the number of lanes of the widest vector. */
  public static final int PANEL = F32Kernels.LANES;

  /** Maximum number of rows computed in one tile. */
  public static final int ROW_TILE = 16;

  /** Validates the sizes. */
  public F32Panels {
    if (columns < 1 || capacity < 0 || capacity % ROW_TILE != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid panels: %d columns, room for %d rows (must be at least 1, and a multiple of %d)",
              columns,
              capacity,
              ROW_TILE));
    }
    long entries = (long) capacity * F32Kernels.padded(columns);
    if (array.length != entries) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid panels: an array of %d for %d rows of %d columns (must be %d)",
              array.length,
              capacity,
              columns,
              entries));
    }
  }

  /** A zero matrix whose capacity is {@code rows} rounded up to {@link #ROW_TILE}. */
  public static F32Panels zeros(int rows, int columns) {
    int capacity = (rows + ROW_TILE - 1) / ROW_TILE * ROW_TILE;
    int entries = Math.multiplyExact(capacity, F32Kernels.padded(columns));
    return new F32Panels(new float[entries], capacity, columns);
  }

  /** Copies {@code matrix} into panels; the padding is 0. */
  public static F32Panels of(F32Matrix matrix) {
    F32Panels panels = zeros(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      panels.copyRowFrom(matrix.array(), matrix.row(i), i);
    }
    return panels;
  }

  /** {@link #columns} rounded up to a multiple of {@link #PANEL}. */
  public int paddedColumns() {
    return F32Kernels.padded(columns);
  }

  /** Number of panels. */
  public int panels() {
    return paddedColumns() / PANEL;
  }

  /** Distance in entries from one panel to the next. */
  public int panelStride() {
    return capacity * PANEL;
  }

  /** Position of row 0 of panel {@code p}; row i starts i·{@link #PANEL} entries later. */
  public int panelOffset(int p) {
    return p * panelStride();
  }

  /** Position of entry (i, j). */
  public int index(int i, int j) {
    return j / PANEL * panelStride() + i * PANEL + j % PANEL;
  }

  /** Overwrites row {@code i} with the {@link #columns} values from {@code at} on. */
  public void copyRowFrom(float[] from, int at, int i) {
    for (int j = 0; j < columns; j += PANEL) {
      System.arraycopy(from, at + j, array, index(i, j), Math.min(PANEL, columns - j));
    }
  }

  /** Copies the {@link #columns} values of row {@code i} to {@code to}, from {@code at} on. */
  public void copyRowInto(int i, float[] to, int at) {
    for (int j = 0; j < columns; j += PANEL) {
      System.arraycopy(array, index(i, j), to, at + j, Math.min(PANEL, columns - j));
    }
  }

  /**
   * T = Mᵀ for the first {@code rows} rows of this matrix M.
   *
   * @param t columns × rows, with capacity for {@link #columns} rows; overwritten except for its
   *     padding
   */
  public void transposeInto(int rows, F32Panels t) {
    if (t.columns != rows || t.capacity < columns || capacity < rows) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot transpose %d rows (of %d) x %d columns into %d rows x %d columns",
              rows,
              capacity,
              columns,
              t.capacity,
              t.columns));
    }
    for (int j = 0; j < columns; j += PANEL) {
      int width = Math.min(PANEL, columns - j);
      for (int i = 0; i < rows; i++) {
        int from = index(i, j);
        int to = t.index(j, i);
        for (int c = 0; c < width; c++) {
          t.array[to + c * PANEL] = array[from + c];
        }
      }
    }
  }

  /** The transpose of the first {@code rows} rows; the padding is 0. */
  public F32Panels transposed(int rows) {
    F32Panels t = zeros(columns, rows);
    transposeInto(rows, t);
    return t;
  }
}
