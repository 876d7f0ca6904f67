package org.sparksoftmax.math.kernel;

/**
 * The products of a dense linear softmax model in float64. Every implementation gives the same
 * bits, by the rules of {@link F32Kernels} with {@link #LANES} partial sums.
 */
public interface F64Kernels extends DenseKernels<F64Matrix> {

  /**
   * Partial sums of a dot product; rows of operands are padded to a multiple of it. As many bytes
   * as the 16 of float32.
   */
  int LANES = 8;

  /** Classes that share each load of a feature; matrices of classes are padded to a multiple. */
  int TILE_CLASSES = F32Kernels.TILE_CLASSES;

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
