package org.sparksoftmax.objective;

/**
 * The part of the data that one update sees.
 *
 * @param fraction share of the blocks, above 0 to 1
 * @param seed of the order in which the blocks come
 * @param number counts the mini-batches of a run from 0
 */
public record MiniBatch(double fraction, long seed, long number) {

  /** All of the data. */
  public static final MiniBatch WHOLE = new MiniBatch(1, 0, 0);

  public MiniBatch {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "Invalid fraction of a mini-batch: %s (must be > 0 and <= 1)".formatted(fraction));
    }
  }

  /** Whether it is all of the data. */
  public boolean isWhole() {
    return fraction == 1;
  }
}
