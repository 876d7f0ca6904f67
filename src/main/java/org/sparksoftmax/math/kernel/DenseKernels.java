package org.sparksoftmax.math.kernel;

/**
 * The two products of a dense linear softmax model in one precision, for a strip of rows.
 *
 * @param <M> row-major matrix type
 */
public interface DenseKernels<M extends Matrix<M>> {

  /**
   * Z = X Wᵀ: z[i][k] = Σⱼ x[i][j] w[k][j].
   *
   * @param x rows×features; not modified
   * @param w classes×features, classes a multiple of {@link F32Kernels#TILE_CLASSES}; not modified
   * @param z rows×classes; overwritten
   */
  void logits(M x, M w, M z);

  /**
   * G += Rᵀ X: g[k][j] += Σᵢ r[i][k] x[i][j]. The sum over the rows is completed before it is added
   * to G.
   *
   * @param r rows×classes, classes a multiple of {@link F32Kernels#TILE_CLASSES}; not modified
   * @param x rows×features; not modified
   * @param g classes×features; updated
   */
  void addGradient(M r, M x, M g);
}
