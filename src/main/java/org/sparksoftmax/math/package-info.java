/**
 * The mathematics of softmax classifiers, without Spark: blocks of examples and their kernels,
 * loss, penalty, networks, the objective and its optimisers, and measures of quality.
 *
 * <p>Everything here depends on {@code java.*}, {@code jdk.incubator.vector} and each other only.
 * How data reaches a block, and where sums over blocks are computed, is not decided here.
 */
package org.sparksoftmax.math;
