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

  /** What the additions of merged sums have left out; null before the first merge. */
  private double[] gradientRest;

  private double lossRest;

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

  /**
   * Adds {@code other} to this sum and returns this. {@code other} must not be used any more.
   *
   * <p>What each addition rounds away is kept and added at the end (Knuth's TwoSum), so that the
   * order in which the partial sums of the partitions arrive does not show in the result.
   */
  public LossGradientSum merge(LossGradientSum other) {
    lossRest += other.lossRest + rest(lossSum, other.lossSum);
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    if (gradientSum == null) {
      gradientSum = other.gradientSum;
      gradientRest = other.gradientRest;
    } else if (other.gradientSum != null) {
      checkDimension(other.gradientSum.length);
      if (gradientRest == null) {
        gradientRest = new double[gradientSum.length];
      }
      for (int i = 0; i < gradientSum.length; i++) {
        double otherRest = other.gradientRest == null ? 0 : other.gradientRest[i];
        gradientRest[i] += otherRest + rest(gradientSum[i], other.gradientSum[i]);
        gradientSum[i] += other.gradientSum[i];
      }
    }
    return this;
  }

  /** What the rounded sum a + b leaves out, exactly. */
  private static double rest(double a, double b) {
    double sum = a + b;
    double ofB = sum - a;
    return (a - (sum - ofB)) + (b - ofB);
  }

  /** The gradient sum with what its additions left out; a new array. */
  public double[] totalGradient(int dimension) {
    double[] total = gradientSum(dimension).clone();
    for (int i = 0; gradientRest != null && i < total.length; i++) {
      total[i] += gradientRest[i];
    }
    return total;
  }

  public double lossSum() {
    return lossSum + lossRest;
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
