package org.sparksoftmax.data.inspect;

/**
 * The bounds of a sample.
 *
 * @param rows the most rows
 */
public record SampleSize(long rows) {

  /** The default number of rows. */
  public static final long DEFAULT_ROWS = 100_000;

  /** The most distinct values that are counted, over all columns: 80 MB. */
  private static final int DISTINCT_VALUES = 5_000_000;

  /** The most distinct values that are counted exactly in a column. */
  int distinctLimit(int columns) {
    return Math.max(1_000, Math.min(200_000, DISTINCT_VALUES / Math.max(1, columns)));
  }
}
