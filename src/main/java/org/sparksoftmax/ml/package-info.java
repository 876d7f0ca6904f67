/**
 * The trainer as a stage of Spark ML pipelines: {@link org.sparksoftmax.ml.SoftmaxClassifier}
 * replaces MLlib's {@code LogisticRegression}, with the same parameters and the same optimum.
 *
 * <p>{@code ConfigOfParams} makes the configuration that the parameters of a stage describe; its
 * rules are those of {@link org.sparksoftmax.config}. Parameters that {@code LogisticRegression}
 * has keep the defaults of MLlib; all others have the defaults of {@code train.conf}. {@code
 * ParamNames} states errors in terms of parameters.
 */
package org.sparksoftmax.ml;
