package org.sparksoftmax.math.kernel;

import java.util.Locale;

/**
 * The two matrix products of a neural network layer in float32, on operands in panels.
 *
 * <p>All implementations return the same bits: each entry of a product is a single sum, accumulated
 * in order from 0 with fused multiply-adds. Neither vector width nor blocking affects the result,
 * because storing and reloading a partial sum does not change it.
 *
 * <p>For a layer with weights W (n×k), inputs X (rows×k) and outputs Z (rows×n), the products are Z
 * = X Wᵀ and, with R the derivative of the loss with respect to Z, G += Rᵀ X and R W. These are
 * {@link #multiply} with Wᵀ ({@link F32Panels#transposeInto}), {@link #addTransposedProduct}, and
 * {@link #multiply} with W.
 *
 * <p>Implementations are stateless and thread-safe.
 */
public interface F32Gemm {

  /** Describes the implementation for logs: {@code vector (512 bits)} or {@code scalar}. */
  String description();

  /**
   * C = A B for the first {@code rows} rows of A: c[i][j] = Σₚ a[i][p] b[p][j], in ascending order
   * of p.
   *
   * <p>The padding columns of A and the rows of B from k on are not read. The padding columns of B
   * are multiplied like all others, so zeros yield zeros in C (as long as A is finite). Rows of C
   * from {@code rows} up to the next multiple of {@link F32Panels#ROW_TILE} are undefined
   * afterwards.
   *
   * @param a rows×k; not modified
   * @param rows at most the capacity of A and of C
   * @param b k×n, with capacity at least k; not modified
   * @param c rows×n; overwritten
   */
  void multiply(F32Panels a, int rows, F32Panels b, F32Panels c);

  /**
   * G += Rᵀ X over the first {@code rows} rows: g[j][p] += Σᵢ r[i][j] x[i][p], in ascending order
   * of i. Each sum is completed before it is added to G.
   *
   * <p>Rows from {@code rows} on and the padding columns of R have no effect. The padding columns
   * of X are multiplied like all others and added to those of G, so zeros leave G unchanged (as
   * long as R is finite). The padding rows of G are not modified.
   *
   * @param r rows×n; not modified
   * @param x rows×k; not modified
   * @param rows at most the capacity of R and of X
   * @param g n×k, with capacity at least n; updated
   */
  default void addTransposedProduct(F32Panels r, F32Panels x, int rows, F32Panels g) {
    addTransposedProduct(r, x, rows, g, 0, x.panels());
  }

  /**
   * Like {@link #addTransposedProduct(F32Panels, F32Panels, int, F32Panels)}, for the panels {@code
   * from} (inclusive) to {@code to} (exclusive) of X and G only.
   */
  void addTransposedProduct(F32Panels r, F32Panels x, int rows, F32Panels g, int from, int to);

  /** Rejects operands of {@link #multiply} whose shapes do not match. */
  static void requireFactors(F32Panels a, int rows, F32Panels b, F32Panels c) {
    if (rows > a.capacity()
        || rows > c.capacity()
        || b.capacity() < a.columns()
        || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot multiply %d rows: %s times %s into %s",
              rows,
              shape(a),
              shape(b),
              shape(c)));
    }
  }

  /** Rejects operands of {@link #addTransposedProduct} whose shapes do not match. */
  static void requireTransposedFactors(F32Panels r, F32Panels x, int rows, F32Panels g) {
    if (rows > r.capacity()
        || rows > x.capacity()
        || g.capacity() < r.columns()
        || g.columns() != x.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot multiply %d rows: transposed %s times %s into %s",
              rows,
              shape(r),
              shape(x),
              shape(g)));
    }
  }

  private static String shape(F32Panels m) {
    return String.format(Locale.ROOT, "%dx%d", m.capacity(), m.columns());
  }
}
