package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.network.Dropout;

/**
 * The part of the data that one update sees, and what else is drawn anew for each update: the units
 * that dropout leaves out.
 *
 * @param fraction share of the blocks, above 0 to 1
 * @param seed of the order in which the blocks come
 * @param number counts the mini-batches of a run from 0; −1 where nothing is to be drawn
 */
public record MiniBatch(double fraction, long seed, long number) {

  /** All of the data. */
  public static final MiniBatch WHOLE = new MiniBatch(1, 0, -1);

  public MiniBatch {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "Invalid fraction of a mini-batch: %s (must be > 0 and <= 1)".formatted(fraction));
    }
  }

  /** What an update does without; nothing where nothing is to be drawn. */
  public Dropout dropout(double rate) {
    return number < 0 ? Dropout.NONE : new Dropout(rate, seed, number);
  }

  /** Whether it is all of the data. */
  public boolean isWhole() {
    return fraction == 1;
  }
}
