package org.sparksoftmax.math.kernel;

/**
 * The inner loops of a linear softmax model in float32. All implementations return the same bits:
 *
 * <ul>
 *   <li>a product that is added to another value is computed as a fused multiply-add;
 *   <li>a sum over the features of a row, or over the classes of a row, runs in {@link #LANES}
 *       partial sums, entry j going to partial sum j mod 16, which are then added in the order of
 *       {@link #sumOfLanes};
 *   <li>every other sum (over the rows of a strip, over the non-zeros of a row) runs in order.
 * </ul>
 *
 * <p>Implementations are stateless and thread-safe.
 */
public interface F32Kernels extends DenseKernels<F32Matrix> {

  /** Partial sums per dot product; rows of dense operands are padded to a multiple of it. */
  int LANES = 16;

  /** Classes that share each load of a feature; classes are padded to a multiple of it. */
  int TILE_CLASSES = 5;

  /** Describes the implementation for logs: {@code vector (512 bits)} or {@code scalar}. */
  String description();

  /**
   * z[k] = Σₑ values[e] · w[rows[e]·K + k] over the entries e of one sparse row, in order.
   *
   * @param w rows of K weights; not modified, but read up to {@link #LANES} entries beyond the last
   * @param z overwritten from {@code zOffset} on, for K rounded up to a multiple of {@link #LANES}
   *     entries; those beyond K are undefined
   */
  void sparseLogits(SparseRow<float[]> row, float[] w, int classes, float[] z, int zOffset);

  /**
   * g[rows[e]·K + k] += values[e] · r[k] over the entries e of one sparse row.
   *
   * @param r K values from {@code rOffset} on, padded with zeros to a multiple of {@link #LANES};
   *     not modified
   * @param g rows of K sums, followed by {@link #LANES} unused entries; updated
   */
  void addSparseGradient(SparseRow<float[]> row, float[] r, int rOffset, int classes, float[] g);

  /** Σ x[i] y[i] for {@code from} ≤ i {@literal <} {@code to}. */
  float dot(float[] x, float[] y, int from, int to);

  /** to[k] += from[k] for {@code count} entries, a multiple of {@link #LANES}. */
  void add(float[] from, int fromOffset, float[] to, int count);

  /**
   * Replaces logits by e = exp(z + b − m), where m is the maximum of z + b in the row.
   *
   * @param z consecutive rows of logits, each padded to a multiple of {@link #LANES}; the padding
   *     is processed as well
   * @param bias b, −∞ beyond the classes; not modified
   * @param max m of each row; overwritten
   * @param sum Σ e of each row; overwritten
   */
  void exponentials(F32Matrix z, float[] bias, float[] max, float[] sum);

  /**
   * y = exp(x), elementwise, for {@code count} values x ≤ 0; NaN for NaN, 0 if the result would be
   * below the smallest normal number.
   *
   * @param x from {@code from} on; not modified unless it is {@code y}
   * @param y from {@code to} on; overwritten
   */
  void exp(float[] x, int from, float[] y, int to, int count);

  /**
   * Applies rectified units to one panel ({@link F32Panels}): with v = z + bias and s = 1 if v > 0,
   * else {@code leak}, sets a = s·v and z = s.
   *
   * @param z rows of {@link F32Panels#PANEL} entries from {@code from} on; overwritten
   * @param bias from {@code at} on; not modified
   * @param a at the positions of {@code z}; overwritten
   */
  void rectify(float[] z, int from, int rows, float[] bias, int at, float leak, float[] a);

  /**
   * sums[at + c] += values[from + 16 i + c] for the rows i of one panel, in order.
   *
   * @param values rows of {@link F32Panels#PANEL} entries; not modified
   */
  void addRows(float[] values, int from, int rows, float[] sums, int at);

  /** z[i][k] *= factors[i], including the padding. */
  void scaleRows(F32Matrix z, float[] factors);

  /**
   * Multiplies rows by the Jacobian of the softmax: uᵢ ← fᵢ pᵢ∘(uᵢ − pᵢᵀuᵢ), including the padding.
   *
   * @param u rows×classes; overwritten
   * @param p probabilities, with as many rows as {@code u} and zeros as padding; not modified
   * @param factors f; the factor of row i is at {@code first} + i
   */
  void softmaxDerivative(F32Matrix u, F32Matrix p, float[] factors, int first);

  /** to[i] = the unsigned byte from[i], for {@code count} values. */
  void widen(byte[] from, int fromOffset, float[] to, int toOffset, int count);

  /** See {@link FixedPoint#add(float[], int, double[], long[], int, int)}. */
  double addFixed(float[] values, int from, double[] scales, long[] sums, int to, int count);

  /** See {@link FixedPoint#addRows(float[], int, double[], int[], int, int, long[])}. */
  double addFixedRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums);

  /** Adds 16 partial sums in a fixed order: halves, quarters, pairs. */
  static float sumOfLanes(float[] lanes, int at) {
    float even =
        ((lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]))
            + ((lanes[at + 2] + lanes[at + 10]) + (lanes[at + 6] + lanes[at + 14]));
    float odd =
        ((lanes[at + 1] + lanes[at + 9]) + (lanes[at + 5] + lanes[at + 13]))
            + ((lanes[at + 3] + lanes[at + 11]) + (lanes[at + 7] + lanes[at + 15]));
    return even + odd;
  }

  /** {@code count} rounded up to a multiple of {@link #LANES}. */
  static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }

  /** {@code classes} rounded up to a multiple of {@link #TILE_CLASSES}. */
  static int tiled(int classes) {
    return (classes + TILE_CLASSES - 1) / TILE_CLASSES * TILE_CLASSES;
  }
}
