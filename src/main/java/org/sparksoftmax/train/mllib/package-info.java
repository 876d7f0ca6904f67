/**
 * Model exchange with MLlib: reads and writes a saved {@code LogisticRegressionModel}.
 *
 * <p>Other formats are in {@code model.export}; they need no Spark.
 */
package org.sparksoftmax.train.mllib;
