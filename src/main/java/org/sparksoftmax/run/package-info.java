/**
 * A training run from configuration to published results.
 *
 * <p>{@link org.sparksoftmax.run.SoftmaxJob} is the entry point for Java callers. The subpackages
 * contain the JSON files of a run ({@code run.record}) and its report ({@code run.report}).
 */
package org.sparksoftmax.run;
