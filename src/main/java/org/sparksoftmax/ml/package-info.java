/**
 * The trainer as a stage of Spark ML pipelines: {@link org.sparksoftmax.ml.SoftmaxClassifier} takes
 * the place of MLlib's {@code LogisticRegression}, with the same parameters and the same optimum.
 *
 * <p>A parameter is another name for a configuration key; {@code ConfigOfParams} has the table, and
 * the rules and defaults are those of the key, but for the parameters that MLlib has, whose
 * defaults are MLlib's.
 */
package org.sparksoftmax.ml;
