package org.sparksoftmax.math.loss;

import java.io.Serializable;
import java.util.Locale;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Splits a data set into cross-validation folds of about the same size. The fold of a row depends
 * only on its position in the data and the seed. Immutable.
 */
public final class CrossValidationFolds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int count;
  private final long seed;

  /**
   * @param count number of folds, at least 2
   */
  public CrossValidationFolds(int count, long seed) {
    if (count < 2) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid number of folds: %d (must be >= 2)", count));
    }
    this.count = count;
    this.seed = seed;
  }

  /** Number of folds. */
  public int count() {
    return count;
  }

  /** The fold of row {@code i}: 0 to {@link #count} − 1. */
  public int of(ExampleBlock block, int i) {
    return (int) (Hashing.toUnit(Hashing.mix(Hashing.mix(seed, block.order()), i)) * count);
  }
}
