package org.sparksoftmax.math.loss;

import java.util.Random;

/**
 * Compares the fused softmax and cross-entropy with the two chained layers, for logits of a given
 * magnitude.
 */
public final class TwoStepComparison {

  private static final int ROWS = 200;

  private TwoStepComparison() {}

  /**
   * The result for one magnitude of logits.
   *
   * @param largestDifference largest absolute difference between entries of ∂ℓ/∂z; NaN entries of
   *     the two-step form are ignored
   * @param brokenRows rows for which the two-step form yields a loss or an entry that is not finite
   * @param brokenFusedRows the same for the fused form
   */
  public record Result(
      double logitSize, int rows, double largestDifference, int brokenRows, int brokenFusedRows) {}

  /**
   * Compares both forms on random rows.
   *
   * @param logitSize standard deviation of the logits
   */
  public static Result at(double logitSize, int classes, long seed) {
    Random random = new Random(seed);
    double largest = 0;
    int broken = 0;
    int brokenFused = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] logits = new double[classes];
      for (int k = 0; k < classes; k++) {
        logits[k] = logitSize * random.nextGaussian();
      }
      int label = random.nextInt(classes);
      double[] fused = logits.clone();
      double fusedLoss = SoftmaxCrossEntropy.residualInPlace(fused, 0, classes, label, 1.0);
      double[] twoStep = new double[classes];
      double twoStepLoss = twoStepInto(logits, label, twoStep);
      broken += isFinite(twoStepLoss, twoStep) ? 0 : 1;
      brokenFused += isFinite(fusedLoss, fused) ? 0 : 1;
      for (int k = 0; k < classes; k++) {
        double difference = Math.abs(fused[k] - twoStep[k]);
        largest = Double.isNaN(difference) ? largest : Math.max(largest, difference);
      }
    }
    return new Result(logitSize, ROWS, largest, broken, brokenFused);
  }

  /** Runs the two layers forward and backward; returns the loss. */
  static double twoStepInto(double[] logits, int label, double[] lossByLogit) {
    SoftmaxLayer softmax = new SoftmaxLayer();
    MultinomialLogisticLossLayer loss = new MultinomialLogisticLossLayer();
    double[] probabilities = softmax.forward(logits);
    double[] lossByProbability = loss.backward(probabilities, label);
    double[] gradient = softmax.backward(probabilities, lossByProbability);
    System.arraycopy(gradient, 0, lossByLogit, 0, gradient.length);
    return loss.forward(probabilities, label);
  }

  private static boolean isFinite(double loss, double[] gradient) {
    boolean finite = Double.isFinite(loss);
    for (double entry : gradient) {
      finite &= Double.isFinite(entry);
    }
    return finite;
  }
}
