package org.sparksoftmax.math.evaluate;

/**
 * The rows whose largest probability is above {@code from} and at most {@code to}: a point of a
 * reliability diagram.
 *
 * @param weight Σ w of the rows
 * @param confidence weighted mean of their largest probability; NaN without weight
 * @param accuracy weighted share of them that is predicted correctly; NaN without weight
 */
public record ReliabilityBin(
    double from, double to, long rows, double weight, double confidence, double accuracy) {}
