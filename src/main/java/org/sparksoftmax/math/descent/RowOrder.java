package org.sparksoftmax.math.descent;

import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Divides rows into mini-batches, anew in each epoch: the permutation of all rows that Fisher and
 * Yates' shuffle makes from the seed and the number of the epoch is cut into ⌈N / size⌉ pieces
 * whose sizes differ by at most 1. Not thread-safe.
 */
public final class RowOrder {

  private final int size;
  private final long seed;
  private final int[] rows;
  private long epoch = -1;

  /**
   * @param rows N, at least 1
   * @param size largest number of rows in a mini-batch, at least 1
   * @throws IllegalArgumentException if there are more rows than an array can hold
   */
  public RowOrder(long rows, int size, long seed) {
    this.rows = new int[requireCount(rows)];
    this.size = size;
    this.seed = seed;
  }

  private static int requireCount(long rows) {
    if (rows < 1 || rows > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot shuffle %d rows (must be >= 1 and <= %d)",
              rows,
              Integer.MAX_VALUE - 8));
    }
    return (int) rows;
  }

  /** Number of mini-batches per epoch. */
  public static int batches(long rows, int size) {
    return Math.toIntExact((rows + size - 1) / size);
  }

  /** The numbers of the rows of mini-batch {@code t}, counted from 0 in the first epoch. */
  public int[] batch(long t) {
    int batches = batches(rows.length, size);
    shuffle(t / batches);
    long b = t % batches;
    return Arrays.copyOfRange(
        rows, (int) (b * rows.length / batches), (int) ((b + 1) * rows.length / batches));
  }

  private void shuffle(long number) {
    if (epoch == number) {
      return;
    }
    Arrays.setAll(rows, i -> i);
    long key = Hashing.mix(Hashing.mix(seed, number), rows.length);
    for (int i = rows.length - 1; i > 0; i--) {
      int other = (int) (Hashing.toUnit(key + i * 0x9E3779B97F4A7C15L) * (i + 1));
      int row = rows[i];
      rows[i] = rows[other];
      rows[other] = row;
    }
    epoch = number;
  }
}
