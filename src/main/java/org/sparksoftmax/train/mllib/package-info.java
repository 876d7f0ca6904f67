/**
 * Exchange of models with MLlib: reading a saved {@code LogisticRegressionModel} and writing one.
 *
 * <p>Other formats are in {@code model.export}; they need no Spark.
 */
package org.sparksoftmax.train.mllib;
