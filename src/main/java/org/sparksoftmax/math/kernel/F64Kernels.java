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

  /** {@code count} rounded up to a multiple of {@link #LANES}. */
  static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }
}
