package org.sparksoftmax.math.evaluate;

/**
 * Weighted means of the stored features over the training rows.
 *
 * @param overall mean of each feature; not modified
 * @param byClass K×D, means over the rows of each class; NaN for a class without rows; not modified
 */
public record FeatureMeans(double[] overall, double[][] byClass) {}
