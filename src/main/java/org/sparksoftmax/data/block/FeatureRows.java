package org.sparksoftmax.data.block;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.FeatureBlock;

/** Builds a dense or sparse block from rows with a value for every feature. */
final class FeatureRows {

  private final int features;
  private final boolean sparse;
  private double[] values = new double[1024];
  private int[] columns = new int[1024];
  private int count;
  private int[] rowPointers = new int[256];
  private int rows;

  FeatureRows(int features, boolean sparse) {
    this.features = features;
    this.sparse = sparse;
  }

  /** Adds the first {@code features} entries of a row; missing entries are 0. */
  void add(double[] row) {
    int width = Math.min(features, row.length);
    reserve(features);
    for (int j = 0; j < width; j++) {
      if (!sparse || row[j] != 0) {
        columns[count] = j;
        values[count++] = row[j];
      }
    }
    for (int j = width; !sparse && j < features; j++) {
      values[count++] = 0;
    }
    rows++;
    if (rows == rowPointers.length) {
      rowPointers = Arrays.copyOf(rowPointers, 2 * rows);
    }
    rowPointers[rows] = count;
  }

  /** Returns the block, in float64. */
  FeatureBlock build() {
    return sparse
        ? new CsrBlock(
            features,
            Arrays.copyOf(rowPointers, rows + 1),
            Arrays.copyOf(columns, count),
            new F64Values(Arrays.copyOf(values, count)))
        : new DenseBlock(rows, features, new F64Values(Arrays.copyOf(values, count)));
  }

  private void reserve(int more) {
    if (count + more > values.length) {
      int length = Math.max(count + more, 2 * values.length);
      values = Arrays.copyOf(values, length);
      columns = Arrays.copyOf(columns, length);
    }
  }
}
