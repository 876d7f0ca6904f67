package org.sparksoftmax.linalg;

/**
 * The Cholesky factorisation A = RᵀR of a symmetric positive definite matrix, in float64.
 *
 * <p>Ours, since LAPACK rounds differently from machine to machine (native or not, threaded or
 * not), and the steps of an optimiser should not. All inner loops add a multiple of one contiguous
 * row to another, which the compiler vectorises without changing a bit.
 */
public final class Cholesky {

  private final int order;

  /** R row-major; what stands below the diagonal is never read. */
  private final double[] upper;

  /** L = Rᵀ row-major. */
  private final double[] lower;

  private Cholesky(int order, double[] upper, double[] lower) {
    this.order = order;
    this.upper = upper;
    this.lower = lower;
  }

  /**
   * Factors A.
   *
   * @param a A row-major, n×n; its upper half is overwritten by R
   * @throws ArithmeticException if A is not positive definite
   */
  public static Cholesky of(double[] a, int order) {
    for (int j = 0; j < order; j++) {
      double pivot = a[j * order + j];
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        throw new ArithmeticException(
            "Cannot factor a matrix of order %d: pivot %d is %s (must be > 0)"
                .formatted(order, j, pivot));
      }
      double inverse = 1 / Math.sqrt(pivot);
      for (int i = j * order + j; i < (j + 1) * order; i++) {
        a[i] *= inverse;
      }
      for (int i = j + 1; i < order; i++) {
        addScaled(-a[j * order + i], a, j * order + i, a, i * order + i, order - i);
      }
    }
    double[] lower = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = i; j < order; j++) {
        lower[j * order + i] = a[i * order + j];
      }
    }
    return new Cholesky(order, a, lower);
  }

  /** x ← A⁻¹ x. */
  public void solveInPlace(double[] x) {
    for (int j = 0; j < order; j++) {
      x[j] /= upper[j * order + j];
      addScaled(-x[j], upper, j * order + j + 1, x, j + 1, order - j - 1);
    }
    for (int j = order - 1; j >= 0; j--) {
      x[j] /= lower[j * order + j];
      addScaled(-x[j], lower, j * order, x, 0, j);
    }
  }

  private static void addScaled(
      double factor, double[] from, int fromOffset, double[] to, int toOffset, int count) {
    for (int i = 0; i < count; i++) {
      to[toOffset + i] += factor * from[fromOffset + i];
    }
  }
}
