package org.sparksoftmax.math.kernel;

/**
 * The two matrix products of a layer of a neural network, in float32, on operands in panels.
 *
 * <p>Every implementation gives the same bits: an entry of a product is one sum, in order, from 0,
 * each step a fused multiply-add. Neither the width of the vectors nor any blocking shows, since a
 * partial sum that is stored and loaded again has not changed.
 *
 * <p>Where a layer has weights W (n×k), its inputs X (rows×k) and its outputs Z (rows×n), the
 * products are Z = X Wᵀ and, for the derivative R of the loss by Z, G += Rᵀ X and R W: {@link
 * #multiply} with Wᵀ ({@link F32Panels#transposeInto}), {@link #addTransposedProduct}, and {@link
 * #multiply} with W.
 *
 * <p>Implementations keep no state and serve any number of threads.
 */
public interface F32Gemm {

  /** What is in use, for logs: {@code vector (512 bits)} or {@code scalar}. */
  String description();

  /**
   * C = A B for the first rows of A: c[i][j] = Σₚ a[i][p] b[p][j], p from 0 in order.
   *
   * <p>The padding columns of A and the rows of B from k on are not read. The padding columns of B
   * are multiplied like any other into those of C, so that 0 gives 0 (as long as A is finite). Rows
   * of C beyond {@code rows}, up to the next multiple of {@link F32Panels#ROW_TILE}, are of no
   * meaning afterwards.
   *
   * @param a rows×k; not modified
   * @param rows at most the capacity of A and of C
   * @param b k×n, the capacity at least k; not modified
   * @param c rows×n; overwritten
   */
  void multiply(F32Panels a, int rows, F32Panels b, F32Panels c);

  /**
   * G += Rᵀ X over the first rows: g[j][p] += Σᵢ r[i][j] x[i][p], i from 0 in order, the sum being
   * complete before it is added.
   *
   * <p>Rows from {@code rows} on and the padding columns of R have no influence. The padding
   * columns of X are multiplied like any other and added to those of G, so that 0 leaves them as
   * they are (as long as R is finite). The padding rows of G stay as they are.
   *
   * @param r rows×n; not modified
   * @param x rows×k; not modified
   * @param rows at most the capacity of R and of X
   * @param g n×k, the capacity at least n; added to
   */
  void addTransposedProduct(F32Panels r, F32Panels x, int rows, F32Panels g);

  /** Refuses operands of {@link #multiply} that do not fit together. */
  static void requireFactors(F32Panels a, int rows, F32Panels b, F32Panels c) {
    if (rows > a.capacity()
        || rows > c.capacity()
        || b.capacity() < a.columns()
        || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "Cannot multiply %d rows: %s times %s into %s"
              .formatted(rows, shape(a), shape(b), shape(c)));
    }
  }

  /** Refuses operands of {@link #addTransposedProduct} that do not fit together. */
  static void requireTransposedFactors(F32Panels r, F32Panels x, int rows, F32Panels g) {
    if (rows > r.capacity()
        || rows > x.capacity()
        || g.capacity() < r.columns()
        || g.columns() != x.columns()) {
      throw new IllegalArgumentException(
          "Cannot multiply %d rows: transposed %s times %s into %s"
              .formatted(rows, shape(r), shape(x), shape(g)));
    }
  }

  private static String shape(F32Panels m) {
    return "%dx%d".formatted(m.capacity(), m.columns());
  }
}
