package org.sparksoftmax.math.loss;

/** Softmax of one row as a separate layer: the first half of the two-step form. */
public final class SoftmaxLayer {

  /** The probabilities p of the logits z. */
  public double[] forward(double[] logits) {
    double[] probabilities = logits.clone();
    SoftmaxCrossEntropy.softmaxInPlace(probabilities, 0, probabilities.length);
    return probabilities;
  }

  /**
   * The derivative with respect to the logits, given that with respect to the probabilities: ∂ℓ/∂zᵢ
   * = Σⱼ ∂ℓ/∂pⱼ pⱼ(δᵢⱼ − pᵢ) = pᵢ(∂ℓ/∂pᵢ − Σⱼ ∂ℓ/∂pⱼ pⱼ).
   *
   * @param probabilities the result of {@link #forward}
   * @param lossByProbability ∂ℓ/∂p
   */
  public double[] backward(double[] probabilities, double[] lossByProbability) {
    double inner = 0;
    for (int j = 0; j < probabilities.length; j++) {
      inner += lossByProbability[j] * probabilities[j];
    }
    double[] lossByLogit = new double[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      lossByLogit[i] = probabilities[i] * (lossByProbability[i] - inner);
    }
    return lossByLogit;
  }
}
