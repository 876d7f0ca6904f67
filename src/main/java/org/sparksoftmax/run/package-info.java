/**
 * A training run from configuration to published results.
 *
 * <p>{@link org.sparksoftmax.run.SoftmaxJob} is the entry point for Java callers. The packages
 * below hold what a run records ({@code run.record}) and the report made of it ({@code
 * run.report}).
 */
package org.sparksoftmax.run;
