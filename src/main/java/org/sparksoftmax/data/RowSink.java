package org.sparksoftmax.data;

/**
 * Where a {@link SplitReader} puts the rows of its split, in file order.
 *
 * <p>Arrays belong to the reader, which may use them again for the next row. The sink may throw
 * {@link DataException}; the reader lets it pass.
 */
interface RowSink {

  /**
   * Takes a row of which every feature is given.
   *
   * @param number 1-based line (text) or record (binary) in the file
   * @param label the label as text, null where the data has none
   * @param exampleWeight finite, not negative; 1 where the data has none
   * @param values one value a feature column; 0 at categorical columns
   * @param symbols one entry a feature column: the text of a categorical cell, else null; null if
   *     the data has no categorical column
   */
  void dense(long number, String label, double exampleWeight, double[] values, String[] symbols);

  /**
   * Takes a row of which only some features are given.
   *
   * @param columns 0-based, strictly increasing; the first {@code count} entries count
   * @param values the values at these columns
   */
  void sparse(
      long number, String label, double exampleWeight, int[] columns, double[] values, int count);

  /** Whether {@link #cells} is to be called, before each row, with the row's cells as text. */
  default boolean wantsCells() {
    return false;
  }

  /** Takes the text of all cells of the row that follows (csv and tsv only). */
  default void cells(String[] cells) {}
}
