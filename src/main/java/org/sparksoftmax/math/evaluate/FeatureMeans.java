package org.sparksoftmax.math.evaluate;

/**
 * Weighted means of the features as stored, over the training rows.
 *
 * @param overall of each feature; not modified
 * @param byClass K×D, over the rows of each class; NaN if a class has no rows; not modified
 */
public record FeatureMeans(double[] overall, double[][] byClass) {}
