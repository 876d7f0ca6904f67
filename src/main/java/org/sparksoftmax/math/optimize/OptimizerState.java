package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/**
 * Everything that an optimiser knows between two updates. Immutable by convention: no one writes to
 * the arrays.
 *
 * @param iteration updates done so far
 * @param evaluations evaluations of the objective so far, the first one included
 * @param parameters θ
 * @param value the objective at θ
 * @param stepSize the step that led to θ; 0 at the start
 * @param memory what the update rule remembers
 */
public record OptimizerState(
    int iteration,
    int evaluations,
    double[] parameters,
    LossAndGradient value,
    double stepSize,
    Memory memory) {

  /** The same state, reached with another number of evaluations. */
  OptimizerState withEvaluations(int other) {
    return new OptimizerState(iteration, other, parameters, value, stepSize, memory);
  }

  /** The same state at {@code other}, evaluated once more by {@code objective}. */
  public OptimizerState evaluatedAt(double[] other, Objective objective) {
    return new OptimizerState(
        iteration, evaluations + 1, other, objective.evaluate(other), stepSize, memory);
  }

  /** What one kind of update rule remembers from earlier updates. */
  public interface Memory {}

  /** The memory of a rule that remembers nothing. */
  public enum NoMemory implements Memory {
    INSTANCE
  }
}
