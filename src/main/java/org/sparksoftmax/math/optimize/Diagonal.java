package org.sparksoftmax.math.optimize;

/**
 * A diagonal from which L-BFGS starts its inverse Hessian: H₀ = γE.
 *
 * @param entries E, positive, the largest being 1; not copied
 * @param scale γ before the first step; after it γ = sᵀy / yᵀEy of the newest pair
 */
public record Diagonal(float[] entries, double scale) {

  /** The entries for the free parameters. */
  Diagonal among(FreeParameters free) {
    return new Diagonal(free.of(entries), scale);
  }
}
