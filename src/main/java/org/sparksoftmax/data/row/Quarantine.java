package org.sparksoftmax.data.row;

import java.util.Iterator;

/** Keeps the bad rows of a run. */
@FunctionalInterface
public interface Quarantine {

  /** Discards all rows. */
  Quarantine NOWHERE = (input, rows) -> {};

  /**
   * Keeps all bad rows of one input, in the order of the files. Not called if no row is bad.
   *
   * @param input train, validation, test, or input (of predictions)
   * @param rows JSON objects in one line each, without the line's end; fetched while iterating
   */
  void take(String input, Iterator<String> rows);
}
