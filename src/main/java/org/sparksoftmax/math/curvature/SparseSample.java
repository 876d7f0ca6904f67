package org.sparksoftmax.math.curvature;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.Values;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.kernel.SparseRow;

/**
 * Sparse rows, stored by row for X Vᵀ and by column for Zᵀ X. Each row of either product is a sum
 * over the non-zeros of one row or column, so that there are no scattered writes and no two threads
 * add to the same entry.
 */
final class SparseSample implements SampleMatrix {

  private static final int STRIP_ROWS = 64;

  /** Approximate number of non-zeros per task; each task has consecutive columns. */
  private static final int TASK_ENTRIES = 1 << 12;

  private final F32Kernels kernels = Kernels.f32();
  private final int features;
  private final int classes;
  private final Compressed byRow;
  private final Compressed byColumn;

  /** First column of each task. */
  private final int[] tasks;

  /**
   * A compressed sparse matrix: line i consists of the entries from {@code pointers[i]} up to
   * {@code pointers[i+1]}, exclusive.
   */
  private record Compressed(int[] pointers, int[] places, float[] values) {

    SparseRow<float[]> line(int i) {
      return new SparseRow<float[]>().at(places, values, pointers[i], pointers[i + 1]);
    }
  }

  SparseSample(List<FeatureBlock> blocks, double[] scale, int classes) {
    this.features = scale.length;
    this.classes = classes;
    this.byRow = rows(blocks, scale);
    this.byColumn = transposed(byRow, features);
    this.tasks = tasks(byColumn.pointers);
  }

  private static Compressed rows(List<FeatureBlock> blocks, double[] scale) {
    int rows = blocks.stream().mapToInt(FeatureBlock::rows).sum();
    long entries = rows + blocks.stream().mapToLong(FeatureBlock::storedValues).sum();
    int intercept = scale.length - 1;
    int[] pointers = new int[rows + 1];
    int[] columns = new int[Math.toIntExact(entries)];
    float[] values = new float[columns.length];
    int row = 0;
    int to = 0;
    for (FeatureBlock features : blocks) {
      CsrBlock block = (CsrBlock) features;
      boolean doubles = block.arithmetic() == Arithmetic.F64;
      Values stored = block.values();
      for (int i = 0; i < block.rows(); i++) {
        for (int e = block.rowPointer(i); e < block.rowPointer(i + 1); e++) {
          int column = block.columns()[e];
          columns[to] = column;
          values[to++] =
              doubles
                  ? (float) (stored.get(e) * scale[column])
                  : (float) stored.get(e) * (float) scale[column];
        }
        columns[to] = intercept;
        values[to++] = (float) scale[intercept];
        pointers[++row] = to;
      }
    }
    return new Compressed(pointers, columns, values);
  }

  private static Compressed transposed(Compressed rows, int features) {
    int[] pointers = new int[features + 1];
    for (int column : rows.places) {
      pointers[column + 1]++;
    }
    for (int j = 0; j < features; j++) {
      pointers[j + 1] += pointers[j];
    }
    int[] next = Arrays.copyOf(pointers, features);
    int[] places = new int[rows.places.length];
    float[] values = new float[places.length];
    for (int i = 0; i < rows.pointers.length - 1; i++) {
      for (int e = rows.pointers[i]; e < rows.pointers[i + 1]; e++) {
        int to = next[rows.places[e]]++;
        places[to] = i;
        values[to] = rows.values[e];
      }
    }
    return new Compressed(pointers, places, values);
  }

  private static int[] tasks(int[] pointers) {
    IntStream.Builder firsts = IntStream.builder();
    long next = 0;
    for (int j = 0; j < pointers.length - 1; j++) {
      // Empty columns count too: their sums must be set to 0.
      long done = pointers[j] + (long) j;
      if (done >= next) {
        firsts.add(j);
        next = done + TASK_ENTRIES;
      }
    }
    return firsts.add(pointers.length - 1).build().toArray();
  }

  @Override
  public int rows() {
    return byRow.pointers.length - 1;
  }

  @Override
  public int columns() {
    return classes;
  }

  @Override
  public int length() {
    // Kernels may read a full vector starting at any position.
    return features * classes + F32Kernels.LANES;
  }

  @Override
  public int index(int k, int j) {
    return j * classes + k;
  }

  @Override
  public int[] counts() {
    return IntStream.range(0, features)
        .map(j -> byColumn.pointers[j + 1] - byColumn.pointers[j])
        .toArray();
  }

  @Override
  public void forEachStrip(float[] v, StripFunction f) {
    logits(v, f);
  }

  @Override
  public void multiply(float[] v, StripFunction f, float[] g) {
    multiplyColumns(logits(v, f), byColumn.values, g);
  }

  @Override
  public void multiplySquares(StripFunction f, float[] g) {
    float[] squares = new float[byColumn.values.length];
    for (int e = 0; e < squares.length; e++) {
      squares[e] = byColumn.values[e] * byColumn.values[e];
    }
    multiplyColumns(strips(f), squares, g);
  }

  /** f(X Vᵀ). */
  private F32Matrix logits(float[] v, StripFunction f) {
    return strips(
        (first, z) -> {
          for (int i = 0; i < z.rows(); i++) {
            kernels.sparseLogits(byRow.line(first + i), v, classes, z.array(), z.row(i));
          }
          f.apply(first, z);
        });
  }

  /** A matrix with K entries for each row of X, filled by {@code f}. */
  private F32Matrix strips(StripFunction f) {
    int stride = F32Kernels.padded(classes);
    float[] all = new float[Math.multiplyExact(rows(), stride)];
    IntStream.range(0, (rows() + STRIP_ROWS - 1) / STRIP_ROWS)
        .parallel()
        .map(strip -> strip * STRIP_ROWS)
        .forEach(
            first -> {
              int count = Math.min(STRIP_ROWS, rows() - first);
              f.apply(first, new F32Matrix(all, first * stride, stride, count, classes));
            });
    return new F32Matrix(all, 0, stride, rows(), classes);
  }

  /** g[j][k] = Σᵢ z[i][k] x[i][j]: row j of G is computed like a row of logits. */
  private void multiplyColumns(F32Matrix z, float[] values, float[] g) {
    int stride = z.stride();
    IntStream.range(0, tasks.length - 1)
        .parallel()
        .forEach(
            task -> {
              float[] sums = new float[stride];
              SparseRow<float[]> column = new SparseRow<>();
              for (int j = tasks[task]; j < tasks[task + 1]; j++) {
                column.at(byColumn.places, values, byColumn.pointers[j], byColumn.pointers[j + 1]);
                kernels.sparseLogits(column, z.array(), stride, sums, 0);
                System.arraycopy(sums, 0, g, j * classes, classes);
              }
            });
  }
}
