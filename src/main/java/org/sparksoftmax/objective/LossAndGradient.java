package org.sparksoftmax.objective;

/**
 * The objective at one θ.
 *
 * @param meanLoss (Σ wᵢ ℓᵢ) / Σ wᵢ
 * @param regularization the penalty
 * @param gradient ∂J/∂θ, penalty included; not to be modified
 */
public record LossAndGradient(double meanLoss, double regularization, double[] gradient) {

  /** J = mean loss + penalty. */
  public double objective() {
    return meanLoss + regularization;
  }

  /** ‖∂J/∂θ‖₂. */
  public double gradientNorm() {
    double sum = 0;
    for (double g : gradient) {
      sum += g * g;
    }
    return Math.sqrt(sum);
  }

  /** Whether the value and every entry of the gradient are finite. */
  public boolean isFinite() {
    return Double.isFinite(objective()) && Double.isFinite(gradientNorm());
  }
}
