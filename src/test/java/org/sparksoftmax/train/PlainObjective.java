package org.sparksoftmax.train;

import java.util.Arrays;

/**
 * The objective in plain loops, to compare the solutions of different solvers:
 *
 * <pre>(Σ wᵢ ℓᵢ) / Σ wᵢ + Σ λ ((1 − α)/2 (u W)² + α |u W|),</pre>
 *
 * where u is the deviation of the feature if the penalty applies to standardised features, else 1.
 */
record PlainObjective(Examples examples, Penalty penalty, boolean standardization) {

  /**
   * A penalty.
   *
   * @param strength λ
   * @param elasticNet α
   */
  record Penalty(String name, double strength, double elasticNet) {

    boolean hasL1() {
      return strength * elasticNet > 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  double value(Solution solution) {
    double lossSum = 0;
    double weightSum = 0;
    for (int i = 0; i < examples.x().length; i++) {
      lossSum += examples.weights()[i] * loss(solution, examples.x()[i], examples.labels()[i]);
      weightSum += examples.weights()[i];
    }
    return lossSum / weightSum + penalty(solution);
  }

  /** logsumexp(z) − z of the label. */
  private static double loss(Solution solution, double[] row, int label) {
    double[] logits = solution.intercepts().clone();
    for (int k = 0; k < logits.length; k++) {
      for (int j = 0; j < row.length; j++) {
        logits[k] += solution.coefficients()[k][j] * row[j];
      }
    }
    double largest = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(z -> Math.exp(z - largest)).sum();
    return largest + Math.log(sum) - logits[label];
  }

  private double penalty(Solution solution) {
    double[] deviations = deviations();
    double alpha = penalty.elasticNet();
    double sum = 0;
    for (double[] ofClass : solution.coefficients()) {
      for (int j = 0; j < ofClass.length; j++) {
        double w = (standardization ? deviations[j] : 1) * ofClass[j];
        sum += (1 - alpha) / 2 * w * w + alpha * Math.abs(w);
      }
    }
    return penalty.strength() * sum;
  }

  /** The square root of Σ w (x − μ)² / (W − Σ w² / W): the deviations by which MLlib divides. */
  double[] deviations() {
    double[] weights = examples.weights();
    double total = Arrays.stream(weights).sum();
    double divisor = total - Arrays.stream(weights).map(w -> w * w).sum() / total;
    double[] deviations = new double[examples.features()];
    for (int j = 0; j < deviations.length; j++) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * examples.x()[i][j];
      }
      double squares = 0;
      for (int i = 0; i < weights.length; i++) {
        double distance = examples.x()[i][j] - sum / total;
        squares += weights[i] * distance * distance;
      }
      deviations[j] = Math.sqrt(squares / divisor);
    }
    return deviations;
  }
}
