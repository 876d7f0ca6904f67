package org.sparksoftmax.report;

/**
 * Means of the features over the training rows, which count by their weights.
 *
 * @param overall of each feature; not modified
 * @param byClass K×D, over the rows of each class; NaN where a class has no rows; not modified
 */
public record FeatureMeans(double[] overall, double[][] byClass) {

  /** By how much the mean of feature {@code j} over the rows of class {@code k} is larger. */
  double excess(int k, int j) {
    return byClass[k][j] - overall[j];
  }
}
