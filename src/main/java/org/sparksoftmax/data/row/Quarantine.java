package org.sparksoftmax.data.row;

import java.util.Iterator;

/** Stores the bad rows of a run. */
@FunctionalInterface
public interface Quarantine {

  /** Discards all rows. */
  Quarantine NOWHERE = (input, rows) -> {};

  /**
   * Stores all bad rows of one input, in file order. Not called if no row is bad.
   *
   * @param input train, validation, test, or input (for predictions)
   * @param rows one JSON object per row, on a single line without a line terminator; fetched during
   *     iteration
   */
  void take(String input, Iterator<String> rows);
}
