package org.sparksoftmax.math.optimize;

/** Why an optimisation ended. */
public enum StopReason {
  /**
   * The gradient norm or the improvement reached its tolerance, or the noise of the arithmetic, a
   * negligible share of the objective, hides whatever could still be gained.
   */
  CONVERGED(false),
  /** The validation data has not become better for as long as patience lasts. */
  EARLY_STOPPED(false),
  /** The iterations allowed are used up. */
  MAX_ITERATIONS(false),
  /** The time allowed is used up. */
  MAX_SECONDS(false),
  /**
   * The noise of the arithmetic ended the run above its tolerance, and is more than a negligible
   * share of the objective; or it keeps a line search from a gain that is negligible.
   */
  PRECISION(false),
  /** No step along the descent direction decreases the objective enough. */
  LINE_SEARCH_FAILED(true),
  /** The objective or its gradient is not finite any more. */
  DIVERGED(true);

  private final boolean failure;

  StopReason(boolean failure) {
    this.failure = failure;
  }

  /** Whether a run that ends so has failed in any case; its result is the last good state. */
  public boolean isFailure() {
    return failure;
  }
}
