package org.sparksoftmax.math.network;

/**
 * Computes A = σ(Z + b)∘M for the rows of a strip and, in the backward pass, δ∘σ′(Z + b)∘M. Not
 * thread-safe.
 */
interface ActivationLayer<M> {

  /**
   * Computes A from Z and replaces Z by σ′∘M.
   *
   * @param z rows×width; overwritten
   * @param order order of the block that contains the rows
   * @param first index of the first row in its block
   * @return A, valid until the next call
   */
  M forward(M z, int rows, long order, int first);

  /**
   * Replaces ∂/∂A by ∂/∂Z.
   *
   * @param delta rows×width; overwritten
   * @param slopes the contents of {@code z} after {@link #forward}; not modified
   */
  void backward(M delta, M slopes, int rows);
}
