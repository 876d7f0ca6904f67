package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

/**
 * The update rule and when it stops ({@code optimizer}).
 *
 * @param type the update rule
 * @param maxIterations most updates of the parameters, at least 1
 * @param tolerance the run is converged when the gradient norm is at most this share of its value
 *     at the start; 0 to below 1
 * @param history correction pairs that L-BFGS keeps, at least 1
 * @param preconditioner whether L-BFGS uses a model of the curvature
 * @param stepSize the step size of gradient descent
 */
public record OptimizerConfig(
    Type type,
    int maxIterations,
    double tolerance,
    int history,
    PreconditionerChoice preconditioner,
    StepSize stepSize) {

  public OptimizerConfig {
    if (maxIterations < 1) {
      throw invalid("optimizer.max-iterations", maxIterations, "must be >= 1");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw invalid("optimizer.tolerance", tolerance, "must be >= 0 and < 1");
    }
    if (history < 1) {
      throw invalid("optimizer.history", history, "must be >= 1");
    }
  }

  /** The update rules. */
  public enum Type {
    LBFGS,
    GRADIENT_DESCENT
  }

  /** Which preconditioner L-BFGS uses ({@code optimizer.preconditioner}). */
  public enum PreconditionerChoice {
    /**
     * {@link #HESSIAN} where the sample has at least as many rows as there are features (four times
     * as many for sparse data), else {@link #DIAGONAL} for sparse and {@link #NONE} for dense data.
     */
    AUTO,
    /** The Hessian on a sample of the rows. */
    HESSIAN,
    /** One factor for each parameter, by the mean square of its feature. */
    DIAGONAL,
    NONE
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
   * @param initial the first step that is tried, above 0
   */
  public record StepSize(Schedule schedule, double initial) {
    public StepSize {
      if (!(initial > 0 && Double.isFinite(initial))) {
        throw invalid("optimizer.step-size.initial", initial, "must be > 0 and finite");
      }
    }
  }
}
