package org.sparksoftmax.objective;

import java.io.Serializable;

/**
 * Sums over some examples: Σ wᵢ ℓᵢ, Σ wᵢ and the gradient Σ wᵢ ∂ℓᵢ/∂θ. Mutable; one owner at a
 * time.
 *
 * <p>An empty sum holds no gradient array, so that it costs nothing as the zero value of a
 * treeAggregate, which is serialised with every task.
 */
public final class LossGradientSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private double lossSum;
  private double weightSum;
  private double[] gradientSum;

  /** Adds the loss and weight of some examples. */
  public void addLoss(double weightedLoss, double exampleWeight) {
    lossSum += weightedLoss;
    weightSum += exampleWeight;
  }

  /**
   * The gradient sum to add into, allocated on first use.
   *
   * @throws IllegalArgumentException if the sum has another dimension already
   */
  public double[] gradientSum(int dimension) {
    if (gradientSum == null) {
      gradientSum = new double[dimension];
    }
    checkDimension(dimension);
    return gradientSum;
  }

  /** Adds {@code other} to this sum and returns this. {@code other} must not be used any more. */
  public LossGradientSum merge(LossGradientSum other) {
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    if (gradientSum == null) {
      gradientSum = other.gradientSum;
    } else if (other.gradientSum != null) {
      checkDimension(other.gradientSum.length);
      for (int i = 0; i < gradientSum.length; i++) {
        gradientSum[i] += other.gradientSum[i];
      }
    }
    return this;
  }

  public double lossSum() {
    return lossSum;
  }

  public double weightSum() {
    return weightSum;
  }

  private void checkDimension(int dimension) {
    if (gradientSum.length != dimension) {
      throw new IllegalArgumentException(
          "Cannot add gradients of length %d and %d".formatted(gradientSum.length, dimension));
    }
  }
}
