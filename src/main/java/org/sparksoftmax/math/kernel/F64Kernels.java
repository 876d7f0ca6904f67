package org.sparksoftmax.math.kernel;

/**
 * The products of a dense linear softmax model in float64. All implementations return the same
 * bits, following the rules of {@link F32Kernels} with {@link #LANES} partial sums.
 */
public interface F64Kernels extends DenseKernels<F64Matrix> {

  /**
   * Partial sums per dot product; rows of operands are padded to a multiple of it. They take as
   * many bytes as the 16 of float32.
   */
  int LANES = 8;

  /** Classes that share each load of a feature; classes are padded to a multiple of it. */
  int TILE_CLASSES = F32Kernels.TILE_CLASSES;

  /** Adds the partial sums in a fixed order: halves, quarters, pairs. */
  static double sumOfLanes(double[] lanes, int at) {
    double even = (lanes[at] + lanes[at + 4]) + (lanes[at + 2] + lanes[at + 6]);
    double odd = (lanes[at + 1] + lanes[at + 5]) + (lanes[at + 3] + lanes[at + 7]);
    return even + odd;
  }

  /**
   * z[k] = b[k] + Σₑ values[e] · w[rows[e]·K + k] over the entries e of one sparse row, in order,
   * with each product rounded.
   *
   * @param w rows of K weights; not modified
   * @param b K entries; not modified
   * @param z K entries from {@code zOffset} on; overwritten
   */
  default void sparseLogits(
      SparseRow<double[]> row, double[] w, double[] b, int classes, double[] z, int zOffset) {
    double[] values = row.values;
    System.arraycopy(b, 0, z, zOffset, classes);
    for (int e = row.from; e < row.to; e++) {
      addScaled(values[e], w, row.rows[e] * classes, z, zOffset, classes);
    }
  }

  /**
   * g[rows[e]·K + k] += values[e] · r[k] over the entries e of one sparse row, with each product
   * rounded.
   *
   * @param r K values from {@code rOffset} on; not modified
   * @param g rows of K sums; updated
   */
  default void addSparseGradient(
      SparseRow<double[]> row, double[] r, int rOffset, int classes, double[] g) {
    double[] values = row.values;
    for (int e = row.from; e < row.to; e++) {
      addScaled(values[e], r, rOffset, g, row.rows[e] * classes, classes);
    }
  }

  private static void addScaled(
      double factor, double[] from, int fromOffset, double[] to, int toOffset, int count) {
    for (int k = 0; k < count; k++) {
      to[toOffset + k] += factor * from[fromOffset + k];
    }
  }

  /** See {@link FixedPoint#addRows(double[], int, double[], int[], int, int, long[])}. */
  default double addFixedRows(
      double[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    return FixedPoint.addRows(values, from, scales, rows, count, width, sums);
  }

  /**
   * The constants of an update of Adam.
   *
   * @param step s √(1 − β₂ᵗ) / (1 − β₁ᵗ)
   * @param epsilon ε √(1 − β₂ᵗ)
   */
  record Adam(double beta1, double beta2, double step, double epsilon) {}

  /**
   * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − s m / (√v + ε), entry by entry.
   *
   * @param theta θ from {@code from} on; updated
   * @param mean m, likewise
   * @param squares v, likewise
   * @param gradient g from {@code at} on; not modified
   */
  default void adam(
      Adam rule,
      double[] theta,
      double[] mean,
      double[] squares,
      int from,
      int count,
      double[] gradient,
      int at) {
    for (int i = from; i < from + count; i++) {
      double g = gradient[at + i - from];
      mean[i] = rule.beta1() * mean[i] + (1 - rule.beta1()) * g;
      squares[i] = rule.beta2() * squares[i] + (1 - rule.beta2()) * g * g;
      theta[i] -= rule.step() * mean[i] / (Math.sqrt(squares[i]) + rule.epsilon());
    }
  }

  /**
   * to[i] = s x[from + i] + d y[from + i] for {@code count} entries.
   *
   * @param x not modified
   * @param y not modified
   * @param to overwritten from 0 on
   */
  default void scaledSum(
      double s, float[] x, double d, double[] y, int from, int count, double[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = s * x[from + i] + d * y[from + i];
    }
  }

  /** {@code count} rounded up to a multiple of {@link #LANES}. */
  static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }
}
