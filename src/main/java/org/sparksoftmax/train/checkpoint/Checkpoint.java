package org.sparksoftmax.train.checkpoint;

import java.util.OptionalInt;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;

/**
 * The state of a training run between two iterations, complete enough to resume it exactly.
 *
 * @param state θ, the objective and its gradient there, and the state of the update rule
 * @param selection the other candidates for the result
 * @param origin the reference of the tolerance
 * @param seconds the training time so far
 * @param metrics the lines of metrics.jsonl so far
 * @param refinedAt the iteration at which the run switched to float64 although its data is stored
 *     with less precision, if it did
 */
public record Checkpoint(
    RunIdentity identity,
    OptimizerState state,
    Selection selection,
    Minimizer.Origin origin,
    double seconds,
    MetricsLines metrics,
    OptionalInt refinedAt) {}
