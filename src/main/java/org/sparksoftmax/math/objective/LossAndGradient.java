package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.linalg.DotProduct;

/**
 * The objective and its gradient at one θ. Immutable by convention: the gradient is never modified.
 */
public final class LossAndGradient {

  private final double meanLoss;
  private final double regularization;
  private final double[] gradient;
  private final double gradientNorm;

  /**
   * @param meanLoss (Σ wᵢ ℓᵢ) / Σ wᵢ
   * @param regularization the penalty
   * @param gradient ∂J/∂θ, penalty included; not copied and not to be modified afterwards
   */
  public LossAndGradient(double meanLoss, double regularization, double[] gradient) {
    this(meanLoss, regularization, gradient, Math.sqrt(DotProduct.of(gradient, gradient)));
  }

  /**
   * Creates the value of an objective that has a non-differentiable part.
   *
   * @param regularization the full penalty
   * @param gradient gradient of the smooth part; not copied and not to be modified afterwards
   * @param gradientNorm norm of the least subgradient of the full objective
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

  /** ∂J/∂θ without the L1 penalty; not to be modified. */
  public double[] gradient() {
    return gradient;
  }

  /** J = mean loss + penalty. */
  public double objective() {
    return meanLoss + regularization;
  }

  /** ‖∂J/∂θ‖₂; with an L1 penalty, the norm of the least subgradient. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** Whether the value and every entry of the gradient are finite. */
  public boolean isFinite() {
    return Double.isFinite(objective()) && Double.isFinite(gradientNorm);
  }
}
