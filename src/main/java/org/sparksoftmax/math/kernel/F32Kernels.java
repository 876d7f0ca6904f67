package org.sparksoftmax.math.kernel;

/**
 * The inner loops of a linear softmax model in float32. Every implementation gives the same bits:
 *
 * <ul>
 *   <li>a product of two factors that is added to something is a fused multiply-add;
 *   <li>a sum over the features of a row, or over the classes of a row, runs in {@link #LANES}
 *       partial sums, entry j going to partial sum j mod 16, which are then added in the order of
 *       {@link #sumOfLanes};
 *   <li>every other sum (over the rows of a strip, over the non-zeros of a row) runs in order.
 * </ul>
 *
 * <p>Implementations keep no state and serve any number of threads.
 */
public interface F32Kernels extends DenseKernels<F32Matrix> {

  /** Partial sums of a dot product; rows of dense operands are padded to a multiple of it. */
  int LANES = 16;

  /** Classes that share each load of a feature; matrices of classes are padded to a multiple. */
  int TILE_CLASSES = 5;

  /** What is in use, for logs: {@code vector (512 bits)} or {@code scalar}. */
  String description();

  /**
   * z[k] = Σₑ values[e] · w[rows[e]·K + k] over the entries e of one sparse row, in order.
   *
   * @param w rows of K weights; not modified, but read up to {@link #LANES} entries beyond the last
   * @param z at {@code zOffset}; overwritten up to K rounded up to {@link #LANES}, the entries
   *     beyond K being undefined
   */
  void sparseLogits(SparseRow row, float[] w, int classes, float[] z, int zOffset);

  /**
   * g[rows[e]·K + k] += values[e] · r[k] over the entries e of one sparse row.
   *
   * @param r at {@code rOffset}; 0 from K up to K rounded up to {@link #LANES}; not modified
   * @param g rows of K sums with {@link #LANES} entries of room behind the last; added to
   */
  void addSparseGradient(SparseRow row, float[] r, int rOffset, int classes, float[] g);

  /** Σ x[i] y[i] over the entries from {@code from} to before {@code to}. */
  float dot(float[] x, float[] y, int from, int to);

  /** to[k] += from[k] for {@code count} entries, a multiple of {@link #LANES}. */
  void add(float[] from, int fromOffset, float[] to, int count);

  /**
   * Replaces logits by e = exp(z + b − m), m being the maximum of z + b of their row.
   *
   * @param z consecutive rows of logits, each padded up to a multiple of {@link #LANES}; the
   *     padding is used as well
   * @param bias b, −∞ beyond the classes; not modified
   * @param max m of each row; overwritten
   * @param sum Σ e of each row; overwritten
   */
  void exponentials(F32Matrix z, float[] bias, float[] max, float[] sum);

  /**
   * y = exp(x) for {@code count} numbers up to 0, entry by entry; NaN of NaN, 0 where the result
   * would be below the smallest normal number.
   *
   * @param x from {@code from} on; not modified, unless it is {@code y}
   * @param y from {@code to} on; overwritten
   */
  void exp(float[] x, int from, float[] y, int to, int count);

  /**
   * Rectified units of one panel ({@link F32Panels}): with v = z + bias and s = 1 where v > 0, else
   * {@code leak}, a = s·v and z = s.
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

  /** z[i][k] *= factors[i], over the padding as well. */
  void scaleRows(F32Matrix z, float[] factors);

  /**
   * The derivative of softmax applied to rows: uᵢ ← fᵢ pᵢ∘(uᵢ − pᵢᵀuᵢ), over the padding as well.
   *
   * @param u rows×classes; overwritten
   * @param p probabilities, as many rows as {@code u}, 0 in the padding; not modified
   * @param factors f, for row i at {@code first} + i
   */
  void softmaxDerivative(F32Matrix u, F32Matrix p, float[] factors, int first);

  /** to[i] = the unsigned byte from[i], for {@code count} values. */
  void widen(byte[] from, int fromOffset, float[] to, int toOffset, int count);

  /** {@link FixedPoint#add(float[], int, double[], long[], int, int)}. */
  double addFixed(float[] values, int from, double[] scales, long[] sums, int to, int count);

  /** {@link FixedPoint#addRows}. */
  double addFixedRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums);

  /** The one order in which 16 partial sums are added: halves, quarters, pairs. */
  static float sumOfLanes(float[] lanes, int at) {
    float even =
        ((lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]))
            + ((lanes[at + 2] + lanes[at + 10]) + (lanes[at + 6] + lanes[at + 14]));
    float odd =
        ((lanes[at + 1] + lanes[at + 9]) + (lanes[at + 5] + lanes[at + 13]))
            + ((lanes[at + 3] + lanes[at + 11]) + (lanes[at + 7] + lanes[at + 15]));
    return even + odd;
  }

  /** {@code count} rounded up to whole {@link #LANES}. */
  static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }

  /** {@code classes} rounded up to whole {@link #TILE_CLASSES}. */
  static int tiled(int classes) {
    return (classes + TILE_CLASSES - 1) / TILE_CLASSES * TILE_CLASSES;
  }
}
