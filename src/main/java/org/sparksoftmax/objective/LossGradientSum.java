package org.sparksoftmax.objective;

import java.io.Serializable;
import org.sparksoftmax.linalg.Parts;
import org.sparksoftmax.linalg.TwoSum;
import org.sparksoftmax.model.ParameterLayout;

/**
 * Sums over some examples: Σ wᵢ ℓᵢ, Σ wᵢ and the gradient Σ wᵢ ∂ℓᵢ/∂θ. Mutable; one owner at a
 * time.
 *
 * <p>An empty sum holds no gradient array, so that it costs nothing as the zero value of a
 * treeAggregate, which is serialised with every task.
 */
public final class LossGradientSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Larger gradients of sparse models are kept for the features that occur only. */
  private static final int MAX_DENSE = 1 << 20;

  private double lossSum;
  private double weightSum;
  private double[] gradientSum;

  /** What the additions of merged sums have left out; null before the first merge. */
  private double[] gradientRest;

  /** The gradient of a wide sparse model, in place of {@link #gradientSum}. */
  private FeatureSums featureSums;

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
   * Adds the K entries of {@code from} at {@code at} to the gradient of one feature of a layout in
   * feature-major order, feature D standing for the intercepts.
   */
  void addFeature(ParameterLayout layout, int feature, float[] from, int at) {
    int classes = layout.classes();
    if (layout.dimension() > MAX_DENSE) {
      if (featureSums == null) {
        featureSums = new FeatureSums(layout.dimension() / classes, classes);
      }
      featureSums.add(feature, from, at);
      return;
    }
    double[] gradient = gradientSum(layout.dimension());
    for (int k = 0; k < classes; k++) {
      gradient[feature * classes + k] += from[at + k];
    }
  }

  /**
   * Adds {@code other} to this sum and returns this. {@code other} must not be used any more.
   *
   * <p>What each addition rounds away is kept and added at the end (Knuth's TwoSum), so that the
   * order in which the partial sums of the partitions arrive does not show in the result.
   */
  public LossGradientSum merge(LossGradientSum other) {
    lossRest += other.lossRest + TwoSum.rest(lossSum, other.lossSum);
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    if (featureSums != null
        && other.featureSums != null
        && featureSums.staysSmallWith(other.featureSums)) {
      featureSums.merge(other.featureSums);
    } else if (isWithoutGradient()) {
      gradientSum = other.gradientSum;
      gradientRest = other.gradientRest;
      featureSums = other.featureSums;
    } else if (!other.isWithoutGradient()) {
      makeDense();
      other.makeDense();
      addGradient(other);
    }
    return this;
  }

  /** Gives up room that is not needed any more, before the sum is sent. */
  public LossGradientSum trim() {
    if (featureSums != null) {
      featureSums.trim();
    }
    return this;
  }

  private void addGradient(LossGradientSum other) {
    checkDimension(other.gradientSum.length);
    if (gradientRest == null) {
      gradientRest = new double[gradientSum.length];
    }
    Parts.forEach(
        gradientSum.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double otherRest = other.gradientRest == null ? 0 : other.gradientRest[i];
            gradientRest[i] += otherRest + TwoSum.rest(gradientSum[i], other.gradientSum[i]);
            gradientSum[i] += other.gradientSum[i];
          }
        });
  }

  private boolean isWithoutGradient() {
    return gradientSum == null && featureSums == null;
  }

  private void makeDense() {
    if (featureSums != null) {
      gradientSum = new double[featureSums.dimension()];
      gradientRest = new double[featureSums.dimension()];
      featureSums.copyInto(gradientSum, gradientRest);
      featureSums = null;
    }
  }

  /** The gradient sum with what its additions left out. To be asked for when all is added. */
  public double[] totalGradient(int dimension) {
    makeDense();
    double[] total = gradientSum(dimension);
    if (gradientRest != null) {
      double[] rest = gradientRest;
      Parts.forEach(
          dimension,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              total[i] += rest[i];
            }
          });
      gradientRest = null;
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
