/**
 * The mathematics of softmax classifiers, without Spark: blocks of examples and their kernels,
 * loss, penalty, networks, the objective and its optimisers, and quality metrics.
 *
 * <p>These packages depend only on {@code java.*}, {@code jdk.incubator.vector} and each other.
 * Callers decide how data is loaded into blocks and where sums over blocks are computed.
 */
package org.sparksoftmax.math;
