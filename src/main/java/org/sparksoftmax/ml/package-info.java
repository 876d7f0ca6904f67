/**
 * The trainer as a stage of Spark ML pipelines: {@link org.sparksoftmax.ml.SoftmaxClassifier}
 * replaces MLlib's {@code LogisticRegression}, with the same parameters and the same optimum.
 *
 * <p>{@code ConfigOfParams} converts the parameters of a stage to a configuration, which follows
 * the rules of {@link org.sparksoftmax.config}. Parameters shared with {@code LogisticRegression}
 * keep the defaults of MLlib; all others have the defaults of {@code train.conf}. {@code
 * ParamNames} translates error messages to parameter names.
 */
package org.sparksoftmax.ml;
