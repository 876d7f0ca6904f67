package org.sparksoftmax.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * The solution of a solver.
 *
 * @param coefficients the coefficients of the raw features, K×D
 * @param intercepts the K intercepts; 0 without intercepts
 */
record Solution(double[][] coefficients, double[] intercepts) {

  static Solution of(SoftmaxModel model) {
    int classes = model.classes().size();
    double[][] coefficients = new double[classes][model.schema().features()];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < coefficients[k].length; j++) {
        coefficients[k][j] = model.weight(k, j);
      }
    }
    return new Solution(
        coefficients, IntStream.range(0, classes).mapToDouble(model::intercept).toArray());
  }

  static Solution of(LogisticRegressionModel model) {
    double[][] coefficients = new double[model.numClasses()][model.numFeatures()];
    for (int k = 0; k < coefficients.length; k++) {
      for (int j = 0; j < coefficients[k].length; j++) {
        coefficients[k][j] = model.coefficientMatrix().apply(k, j);
      }
    }
    return new Solution(coefficients, model.interceptVector().toArray());
  }

  /** Centres the intercepts. A constant added to all of them changes no probability. */
  Solution withCentredIntercepts() {
    double mean = Arrays.stream(intercepts).average().orElseThrow();
    return new Solution(coefficients, Arrays.stream(intercepts).map(b -> b - mean).toArray());
  }

  /**
   * Centres the coefficients of each feature. Without a penalty, this changes no probability
   * either.
   */
  Solution withCentredCoefficients() {
    double[][] centred = new double[coefficients.length][coefficients[0].length];
    for (int j = 0; j < centred[0].length; j++) {
      int column = j;
      double mean = Arrays.stream(coefficients).mapToDouble(w -> w[column]).average().orElseThrow();
      for (int k = 0; k < centred.length; k++) {
        centred[k][j] = coefficients[k][j] - mean;
      }
    }
    return new Solution(centred, intercepts);
  }

  /** The largest difference of coefficients times {@code units} of their features. */
  double coefficientDistance(Solution other, double[] units) {
    double largest = 0;
    for (int k = 0; k < coefficients.length; k++) {
      for (int j = 0; j < coefficients[k].length; j++) {
        double apart = Math.abs(coefficients[k][j] - other.coefficients[k][j]);
        largest = Math.max(largest, units[j] * apart);
      }
    }
    return largest;
  }

  /** The largest difference of intercepts. */
  double interceptDistance(Solution other) {
    return IntStream.range(0, intercepts.length)
        .mapToDouble(k -> Math.abs(intercepts[k] - other.intercepts[k]))
        .max()
        .orElse(0);
  }

  /**
   * The largest coefficient, times the unit of its feature, that is 0 in only one of two solutions.
   */
  double largestZeroOfOneOnly(Solution other, double[] units) {
    double largest = 0;
    for (int k = 0; k < coefficients.length; k++) {
      for (int j = 0; j < coefficients[k].length; j++) {
        double one = coefficients[k][j];
        double two = other.coefficients[k][j];
        if (one == 0 || two == 0) {
          largest = Math.max(largest, units[j] * Math.max(Math.abs(one), Math.abs(two)));
        }
      }
    }
    return largest;
  }
}
