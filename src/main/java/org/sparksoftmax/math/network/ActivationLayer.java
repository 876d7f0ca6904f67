package org.sparksoftmax.math.network;

/**
 * A = σ(Z + b)∘M for the rows of a strip, and in the backward pass δ∘σ′(Z + b)∘M. One instance
 * serves one thread.
 */
interface ActivationLayer<M> {

  /**
   * Computes A from Z and replaces Z by σ′∘M.
   *
   * @param z rows×width; overwritten
   * @param order of the block that the rows are of
   * @param first the first of the rows in its block
   * @return A, valid until the next call
   */
  M forward(M z, int rows, long order, int first);

  /**
   * Replaces ∂/∂A by ∂/∂Z.
   *
   * @param delta rows×width; overwritten
   * @param slopes what {@link #forward} left in place of Z; not modified
   */
  void backward(M delta, M slopes, int rows);
}
