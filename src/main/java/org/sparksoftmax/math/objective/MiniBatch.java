package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.network.Dropout;

/**
 * The random choices of one update: its part of the data, and the units that dropout omits.
 *
 * @param fraction the share of the blocks, > 0 and <= 1
 * @param seed of the order of the blocks
 * @param number counts the mini-batches of a run from 0; −1 if nothing is random
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

  /** The units that an update omits; none if nothing is random. */
  public Dropout dropout(double rate) {
    return number < 0 ? Dropout.NONE : new Dropout(rate, seed, number);
  }

  /** Whether it is all of the data. */
  public boolean isWhole() {
    return fraction == 1;
  }
}
