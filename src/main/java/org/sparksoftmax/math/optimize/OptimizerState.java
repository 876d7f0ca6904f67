package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/**
 * The complete state of an optimiser between two updates. Immutable by convention: the arrays are
 * never modified.
 *
 * @param iteration number of updates so far
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

  /** The same state with a different number of evaluations. */
  OptimizerState withEvaluations(int other) {
    return new OptimizerState(iteration, other, parameters, value, stepSize, memory);
  }

  /** The same state moved to {@code other}, which {@code objective} evaluates once. */
  public OptimizerState evaluatedAt(double[] other, Objective objective) {
    return new OptimizerState(
        iteration, evaluations + 1, other, objective.evaluate(other), stepSize, memory);
  }

  /** What an update rule carries over from earlier updates. */
  public interface Memory {}

  /** The memory of a rule that carries nothing over. */
  public enum NoMemory implements Memory {
    INSTANCE
  }
}
