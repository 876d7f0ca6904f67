/**
 * The trainer as a stage of Spark ML pipelines: {@link org.sparksoftmax.ml.SoftmaxClassifier}
 * replaces MLlib's {@code LogisticRegression}, with the same parameters and the same optimum.
 *
 * <p>Each parameter corresponds to a configuration key ({@code ConfigOfParams} has the table), with
 * its rules and default; parameters that MLlib has as well have MLlib's defaults.
 */
package org.sparksoftmax.ml;
