/**
 * Replaces MLlib's {@code LogisticRegression} on a Spark Connect server, so that the code of its
 * clients does not change: {@code SoftmaxBackend}, which exists for Spark 4, names the class for
 * the server, and {@link org.sparksoftmax.connect.SoftmaxLogisticRegression} fits.
 */
package org.sparksoftmax.connect;
