package org.sparksoftmax.optimize;

/** Why an optimisation ended. */
public enum StopReason {
  /**
   * The gradient norm or the improvement reached its tolerance, or no smaller value can be told
   * apart.
   */
  CONVERGED(false),
  /** The validation data has not become better for as long as patience lasts. */
  EARLY_STOPPED(false),
  /** The iterations allowed are used up. */
  MAX_ITERATIONS(false),
  /** The time allowed is used up. */
  MAX_SECONDS(false),
  /** No step along the descent direction decreases the objective enough. */
  LINE_SEARCH_FAILED(true),
  /** The objective or its gradient is not finite any more. */
  DIVERGED(true);

  private final boolean failure;

  StopReason(boolean failure) {
    this.failure = failure;
  }

  /** Whether the run failed; its result is the last good state. */
  public boolean isFailure() {
    return failure;
  }
}
