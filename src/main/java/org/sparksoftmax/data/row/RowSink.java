package org.sparksoftmax.data.row;

/**
 * Where a {@link SplitReader} puts the rows of its split, in file order.
 *
 * <p>Arrays belong to the reader, which may use them again for the next row. What the sink finds
 * wrong with a row it throws as {@link BadRow}, and keeps nothing of the row; the reader, which
 * knows the place, then rejects it.
 */
public interface RowSink {

  /**
   * Takes a row of which every feature is given.
   *
   * @param label the label as text, null where the data has none
   * @param exampleWeight finite, not negative; 1 where the data has none
   * @param values one value a feature column; 0 at categorical columns
   * @param symbols one entry a feature column: the text of a categorical cell, else null; null if
   *     the data has no categorical column
   */
  void dense(String label, double exampleWeight, double[] values, String[] symbols) throws BadRow;

  /**
   * Takes a row of {@code count} features, each an unsigned byte, of weight 1.
   *
   * @param label the label as text, null where the data has none
   * @param values the first at {@code from}
   */
  default void bytes(String label, byte[] values, int from, int count) throws BadRow {
    double[] wide = new double[count];
    for (int j = 0; j < count; j++) {
      wide[j] = values[from + j] & 0xFF;
    }
    dense(label, 1.0, wide, null);
  }

  /**
   * Takes a row of which only some features are given.
   *
   * @param columns 0-based, strictly increasing; the first {@code count} entries count
   * @param values the values at these columns
   */
  void sparse(String label, double exampleWeight, int[] columns, double[] values, int count)
      throws BadRow;

  /**
   * Takes note of a bad row, of which nothing else has been or will be put here.
   *
   * @return whether the next row is wanted: not if there are too many bad ones
   */
  boolean reject(RejectedRow row);

  /** Whether rejected rows are to come with their text. */
  default boolean wantsRejectedText() {
    return false;
  }

  /**
   * Takes the target probabilities of the row that follows, one for each class, of sum 1; its label
   * is the class of the largest. Of the rows of a split all have them, or none.
   */
  default void targets(double[] targets) {}

  /** Whether {@link #cells} is to be called before each row. */
  default boolean wantsCells() {
    return false;
  }

  /**
   * Takes all cells of the row that follows: text (csv, tsv) or values (tables). Copied if kept.
   */
  default void cells(Object[] cells) {}
}
