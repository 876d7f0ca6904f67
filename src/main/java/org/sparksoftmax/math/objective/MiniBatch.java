package org.sparksoftmax.math.objective;

import java.util.Locale;
import org.sparksoftmax.math.network.Dropout;

/**
 * The part of the data that one update uses. It also seeds the other random choice of an update:
 * the units that dropout omits.
 *
 * @param fraction share of the blocks, above 0 to 1
 * @param seed seed of the block order
 * @param number index of the mini-batch in the run, from 0; −1 if nothing is random
 */
public record MiniBatch(double fraction, long seed, long number) {

  /** All of the data. */
  public static final MiniBatch WHOLE = new MiniBatch(1, 0, -1);

  public MiniBatch {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid fraction of a mini-batch: %s (must be > 0 and <= 1)",
              fraction));
    }
  }

  /** The dropout of this update; {@link Dropout#NONE} if nothing is random. */
  public Dropout dropout(double rate) {
    return number < 0 ? Dropout.NONE : new Dropout(rate, seed, number);
  }

  /** Whether this is all of the data. */
  public boolean isWhole() {
    return fraction == 1;
  }
}
