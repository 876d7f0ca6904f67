package org.sparksoftmax.data.row;

import java.util.Iterator;

/** Where the bad rows of a run go. */
@FunctionalInterface
public interface Quarantine {

  /** Keeps none. */
  Quarantine NOWHERE = (input, rows) -> {};

  /**
   * Takes all bad rows of one input, in the order of the files. Not called if it has none.
   *
   * @param input train, validation, test, or input (of predictions)
   * @param rows JSON objects in one line each, without the line's end; fetched while iterating
   */
  void take(String input, Iterator<String> rows);
}
