package org.sparksoftmax.math.optimize;

/** The reason why an optimisation ended. */
public enum StopReason {
  /**
   * The gradient norm or the improvement reached its tolerance, or the noise of the arithmetic, a
   * negligible share of the objective, hides any further gain.
   */
  CONVERGED(false),
  /** The validation score has not improved within the patience. */
  EARLY_STOPPED(false),
  /** The iteration limit was reached. */
  MAX_ITERATIONS(false),
  /** The time limit was reached. */
  MAX_SECONDS(false),
  /**
   * The noise of the arithmetic ended the run above its tolerance, and is more than a negligible
   * share of the objective; or it prevents the line search from reaching a negligible gain.
   */
  PRECISION(false),
  /** No step along the descent direction decreases the objective enough. */
  LINE_SEARCH_FAILED(true),
  /** The objective or its gradient is no longer finite. */
  DIVERGED(true);

  private final boolean failure;

  StopReason(boolean failure) {
    this.failure = failure;
  }

  /** Whether this reason always means failure; the result is then the last finite state. */
  public boolean isFailure() {
    return failure;
  }
}
