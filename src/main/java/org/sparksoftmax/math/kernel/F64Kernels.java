package org.sparksoftmax.math.kernel;

/**
 * The products of a dense linear softmax model in float64. Every implementation gives the same
 * bits, by the rules of {@link F32Kernels} with {@link #LANES} partial sums.
 */
public interface F64Kernels {

  /**
   * Partial sums of a dot product; rows of operands are padded to a multiple of it. As many bytes
   * as the 16 of float32.
   */
  int LANES = 8;

  /** Classes that share each load of a feature; matrices of classes are padded to a multiple. */
  int TILE_CLASSES = F32Kernels.TILE_CLASSES;

  /**
   * Z = X Wᵀ for some rows: z[i][k] = Σⱼ x[i][j] w[k][j].
   *
   * @param x rows×features; not modified
   * @param w classes×features, classes a multiple of {@link #TILE_CLASSES}; not modified
   * @param z rows×classes; overwritten
   */
  void logits(F64Matrix x, F64Matrix w, F64Matrix z);

  /**
   * G += Rᵀ X for some rows: g[k][j] += Σᵢ r[i][k] x[i][j], the sum over the rows being complete
   * before it is added.
   *
   * @param r rows×classes, classes a multiple of {@link #TILE_CLASSES}; not modified
   * @param x rows×features; not modified
   * @param g classes×features; added to
   */
  void addGradient(F64Matrix r, F64Matrix x, F64Matrix g);

  /** The one order in which the partial sums are added: halves, quarters, pairs. */
  static double sumOfLanes(double[] lanes, int at) {
    double even = (lanes[at] + lanes[at + 4]) + (lanes[at + 2] + lanes[at + 6]);
    double odd = (lanes[at + 1] + lanes[at + 5]) + (lanes[at + 3] + lanes[at + 7]);
    return even + odd;
  }

  /** {@code count} rounded up to whole {@link #LANES}. */
  static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }
}
