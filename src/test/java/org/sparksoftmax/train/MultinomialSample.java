package org.sparksoftmax.train;

import java.util.Arrays;
import java.util.Random;

/**
 * Rows sampled from a softmax model of normal features, as in Spark's own tests of logistic
 * regression: first all features, from N(μⱼ, σⱼ²), then for each row a uniform number that selects
 * the label by the cumulative probabilities. Class 0 has logit 0.
 *
 * @param parameters the coefficients and, last, the intercept of each of the other classes
 * @param means μ
 * @param variances σ²
 */
record MultinomialSample(double[][] parameters, double[] means, double[] variances) {

  /** Draws {@code n} rows. The same seed gives the rows of Spark's tests. */
  Examples draw(int n, long seed) {
    Random random = new Random(seed); // scala.util.Random wraps this class
    double[][] x = new double[n][means.length];
    for (double[] row : x) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian() * Math.sqrt(variances[j]) + means[j];
      }
    }
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = label(x[i], random.nextDouble());
    }
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return new Examples(x, labels, ones);
  }

  /** The first class whose cumulative probability exceeds {@code uniform}. */
  private int label(double[] row, double uniform) {
    double[] cumulated = new double[parameters.length + 1];
    cumulated[0] = 1;
    for (int k = 1; k < cumulated.length; k++) {
      double logit = 0;
      for (int j = 0; j < row.length; j++) {
        logit += parameters[k - 1][j] * row[j];
      }
      cumulated[k] = cumulated[k - 1] + Math.exp(logit + parameters[k - 1][row.length]);
    }
    int k = 0;
    while (uniform >= cumulated[k] / cumulated[parameters.length]) {
      k++;
    }
    return k;
  }
}
