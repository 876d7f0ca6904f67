package org.sparksoftmax.math.evaluate;

/**
 * Means of the features, as they are stored, over the training rows, which count by their weights.
 *
 * @param overall of each feature; not modified
 * @param byClass K×D, over the rows of each class; NaN where a class has no rows; not modified
 */
public record FeatureMeans(double[] overall, double[][] byClass) {}
