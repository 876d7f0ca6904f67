package org.sparksoftmax.train.checkpoint;

import java.util.OptionalInt;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;

/**
 * A training run between two iterations: all that is needed to continue as if it had never stopped.
 *
 * @param state θ, the objective and its gradient there, and what the update rule remembers
 * @param selection what else may become the result
 * @param origin what the tolerance refers to
 * @param seconds of training so far
 * @param metrics the lines of metrics.jsonl so far
 * @param refinedAt the iteration from which on the run computes in float64 although its data is
 *     stored in less, if it does
 */
public record Checkpoint(
    RunIdentity identity,
    OptimizerState state,
    Selection selection,
    Minimizer.Origin origin,
    double seconds,
    byte[] metrics,
    OptionalInt refinedAt) {}
