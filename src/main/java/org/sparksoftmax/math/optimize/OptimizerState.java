package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/**
 * The complete state of an optimiser between two updates. Immutable by convention: no code writes
 * to the arrays.
 *
 * @param iteration updates done so far
 * @param evaluations evaluations of the objective so far, including the first
 * @param parameters θ
 * @param value the objective at θ
 * @param stepSize the step that led to θ; 0 at the start
 * @param memory the memory of the update rule
 */
public record OptimizerState(
    int iteration,
    int evaluations,
    double[] parameters,
    LossAndGradient value,
    double stepSize,
    Memory memory) {

  /** The same state with another number of evaluations. */
  OptimizerState withEvaluations(int other) {
    return new OptimizerState(iteration, other, parameters, value, stepSize, memory);
  }

  /** The same state at {@code other}, evaluated once more by {@code objective}. */
  public OptimizerState evaluatedAt(double[] other, Objective objective) {
    return new OptimizerState(
        iteration, evaluations + 1, other, objective.evaluate(other), stepSize, memory);
  }

  /** The memory of one kind of update rule. */
  public interface Memory {}

  /** The memory of a rule without one. */
  public enum NoMemory implements Memory {
    INSTANCE
  }
}
