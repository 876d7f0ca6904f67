package org.sparksoftmax.math.optimize;

/**
 * The diagonal initial inverse Hessian of L-BFGS: H₀ = γE.
 *
 * @param entries E, positive, with largest entry 1; not copied
 * @param scale γ before the first step; from then on γ = sᵀy / yᵀEy of the newest pair
 */
public record Diagonal(float[] entries, double scale) {

  /** The entries for the free parameters. */
  Diagonal among(FreeParameters free) {
    return new Diagonal(free.of(entries), scale);
  }
}
