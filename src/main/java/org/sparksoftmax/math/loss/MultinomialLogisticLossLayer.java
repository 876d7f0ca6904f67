package org.sparksoftmax.math.loss;

/**
 * Cross-entropy of given probabilities as a separate layer: the second half of the two-step form.
 * It needs the logarithm and the reciprocal of a probability, so it fails where that probability
 * underflows.
 */
public final class MultinomialLogisticLossLayer {

  /** ℓ = −log p_y. */
  public double forward(double[] probabilities, int label) {
    return -Math.log(probabilities[label]);
  }

  /** ∂ℓ/∂pⱼ = −1/p_y at j = y, else 0. */
  public double[] backward(double[] probabilities, int label) {
    double[] lossByProbability = new double[probabilities.length];
    lossByProbability[label] = -1.0 / probabilities[label];
    return lossByProbability;
  }
}
