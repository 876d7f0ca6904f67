package org.sparksoftmax.config;

/**
 * The update rule and when it stops ({@code optimizer}).
 *
 * @param type the update rule
 * @param maxIterations most updates of the parameters
 * @param tolerance the run is converged when the gradient norm is at most this share of its value
 *     at the start
 * @param history correction pairs that L-BFGS keeps
 * @param stepSize the step size of gradient descent
 */
public record OptimizerConfig(
    Type type, int maxIterations, double tolerance, int history, StepSize stepSize) {

  /** The update rules. */
  public enum Type {
    LBFGS,
    GRADIENT_DESCENT
  }

  /** How gradient descent chooses its step. */
  public enum Schedule {
    /** Every step is {@code initial}. */
    CONSTANT,
    /** From {@code initial}, halved until the objective decreases enough (Armijo). */
    BACKTRACKING
  }

  /**
   * The step size of gradient descent ({@code optimizer.step-size}).
   *
   * @param initial the first step that is tried
   */
  public record StepSize(Schedule schedule, double initial) {}
}
