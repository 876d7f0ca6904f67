package org.sparksoftmax.math.optimize;

/** Why an optimisation ended. */
public enum StopReason {
  /**
   * The gradient norm or the improvement reached its tolerance, or rounding noise that is a
   * negligible share of the objective hides any remaining gain.
   */
  CONVERGED(false),
  /** The validation score has not improved for the configured patience. */
  EARLY_STOPPED(false),
  /** The maximum number of iterations was reached. */
  MAX_ITERATIONS(false),
  /** The time limit was reached. */
  MAX_SECONDS(false),
  /**
   * Rounding noise ended the run before its tolerance was reached, and is more than a negligible
   * share of the objective; or a line search failed whose remaining gain is negligible.
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

  /** Whether a run with this stop reason has always failed; its result is the last good state. */
  public boolean isFailure() {
    return failure;
  }
}
