package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.linalg.DotProduct;

/** The objective at one θ. Immutable by convention: no code writes to the gradient. */
public final class LossAndGradient {

  private final double meanLoss;
  private final double regularization;
  private final double[] gradient;
  private final double gradientNorm;

  /**
   * @param meanLoss (Σ wᵢ ℓᵢ) / Σ wᵢ
   * @param regularization the penalty
   * @param gradient ∂J/∂θ, penalty included; kept; not to be modified afterwards
   */
  public LossAndGradient(double meanLoss, double regularization, double[] gradient) {
    this(meanLoss, regularization, gradient, Math.sqrt(DotProduct.of(gradient, gradient)));
  }

  /**
   * For an objective with a non-smooth part.
   *
   * @param regularization the whole penalty
   * @param gradient of the smooth part; kept; not to be modified afterwards
   * @param gradientNorm the norm of the least subgradient of the whole objective
   */
  public LossAndGradient(
      double meanLoss, double regularization, double[] gradient, double gradientNorm) {
    this.meanLoss = meanLoss;
    this.regularization = regularization;
    this.gradient = gradient;
    this.gradientNorm = gradientNorm;
  }

  /** (Σ wᵢ ℓᵢ) / Σ wᵢ. */
  public double meanLoss() {
    return meanLoss;
  }

  /** The penalty. */
  public double regularization() {
    return regularization;
  }

  /** ∂J/∂θ, without an L1 penalty; not to be modified. */
  public double[] gradient() {
    return gradient;
  }

  /** J = mean loss + penalty. */
  public double objective() {
    return meanLoss + regularization;
  }

  /** ‖∂J/∂θ‖₂; with an L1 penalty, of the least subgradient. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** Whether the value and every entry of the gradient are finite. */
  public boolean isFinite() {
    return Double.isFinite(objective()) && Double.isFinite(gradientNorm);
  }
}
