package org.sparksoftmax.optimize;

/**
 * The end of an optimisation.
 *
 * @param state the last good state
 */
public record OptimizationResult(OptimizerState state, StopReason stopReason) {}
