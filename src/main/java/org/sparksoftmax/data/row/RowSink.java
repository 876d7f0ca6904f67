package org.sparksoftmax.data.row;

import java.util.Locale;

/**
 * Receives the rows of a split from a {@link SplitReader}, in file order.
 *
 * <p>Arrays belong to the reader, which may reuse them for the next row. If a row is bad, the sink
 * throws {@link BadRow} without storing any part of the row; the reader then rejects the row and
 * reports its place.
 */
public interface RowSink {

  /** The largest example weight, whose products with features are added in float32. */
  double LARGEST_WEIGHT = 1e20;

  /** Checks that a weight from {@code column} is at most {@link #LARGEST_WEIGHT}. */
  static void requireSummable(double exampleWeight, String column) throws BadRow {
    if (exampleWeight > LARGEST_WEIGHT) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "column '%s' has the weight %s (must be >= 0 and <= %s): only the ratios of weights matter, so divide all by the largest",
              column,
              exampleWeight,
              LARGEST_WEIGHT));
    }
  }

  /**
   * Adds a row with a value for every feature.
   *
   * @param label the label as text; null if the data has none
   * @param exampleWeight the weight, from 0 to {@link #LARGEST_WEIGHT}; 1 if the data has none
   * @param values one value per number of the input columns; 0 at categories, NaN where a value is
   *     missing and the columns accept that
   * @param symbols one entry per value: the text of a categorical cell, else null; null if the data
   *     has no categorical column
   */
  void dense(String label, double exampleWeight, double[] values, String[] symbols) throws BadRow;

  /**
   * Adds a row of {@code count} features, each an unsigned byte, with weight 1.
   *
   * @param label the label as text; null if the data has none
   * @param values the features, starting at {@code from}
   */
  default void bytes(String label, byte[] values, int from, int count) throws BadRow {
    double[] wide = new double[count];
    for (int j = 0; j < count; j++) {
      wide[j] = values[from + j] & 0xFF;
    }
    dense(label, 1.0, wide, null);
  }

  /**
   * Adds a row whose remaining features are 0.
   *
   * @param columns 0-based columns, strictly increasing; only the first {@code count} entries are
   *     used
   * @param values the values at these columns
   */
  void sparse(String label, double exampleWeight, int[] columns, double[] values, int count)
      throws BadRow;

  /**
   * Records a bad row, for which the reader makes no other call.
   *
   * @return whether the reader should continue; false if there are too many bad rows
   */
  boolean reject(RejectedRow row);

  /** Whether the reader must provide the text of rejected rows. */
  default boolean wantsRejectedText() {
    return false;
  }

  /**
   * Sets the target probabilities of the next row, one for each class, with sum 1. The label of the
   * row is its most probable class. Either all rows of a split have targets, or none.
   */
  default void targets(double[] targets) {}

  /** Whether the reader must call {@link #cells} before each row. */
  default boolean wantsCells() {
    return false;
  }

  /**
   * Sets all cells of the next row, good or bad: text (csv, tsv) or values (tables); null for a
   * missing value. The sink copies the array.
   */
  default void cells(Object[] cells) {}
}
