package org.sparksoftmax.data.text;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparksoftmax.data.row.BadRow;

/** The message about a line with several columns that cannot be used. */
final class UnusableColumns {

  /** The most columns that one message names in addition to the first. */
  private static final int MAX_SHOWN = 20;

  private UnusableColumns() {}

  /**
   * Adds columns to the message about the first one.
   *
   * @param others each column and its cell, for people
   */
  static BadRow add(BadRow first, Collection<String> others) {
    if (others.isEmpty()) {
      return first;
    }
    String more = others.size() > MAX_SHOWN ? " and " + (others.size() - MAX_SHOWN) + " more" : "";
    return new BadRow(
        String.format(
            Locale.ROOT,
            "%s; nor can these columns of the line be used: %s%s; submit/softmax inspect proposes a configuration",
            first.getMessage(),
            others.stream().limit(MAX_SHOWN).collect(Collectors.joining(", ")),
            more));
  }
}
