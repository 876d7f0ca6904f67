package org.sparksoftmax.data.text;

import java.util.Locale;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.text.Count;

/** The messages about lines of cells that cannot be used. */
final class CellProblems {

  private CellProblems() {}

  /**
   * The line has another number of cells than the first.
   *
   * @param bytes the line, from {@code from} to {@code to}
   */
  static BadRow width(int cells, int expected, CsvSyntax syntax, byte[] bytes, int from, int to) {
    boolean escaped = false;
    for (int i = from + 1; i < to; i++) {
      escaped |= bytes[i] == syntax.delimiter() && bytes[i - 1] == '\\';
    }
    return new BadRow(
        String.format(
            Locale.ROOT,
            "the line has %s, expected %d%s",
            Count.of(cells, "cell"),
            expected,
            escaped && cells > expected
                ? ": if a backslash escapes delimiters, set data.quote = null and data.escape = \"\\\\\""
                : ""));
  }

  /** A feature is missing. */
  static BadRow missing(String column, String cell) {
    return new BadRow(
        String.format(
            Locale.ROOT,
            "the value in column '%s' is missing (%s): see data.missing, or list the column in data.exclude-columns",
            column,
            BadRow.shown(cell)));
  }

  static BadRow missingWeight(String column, String cell) {
    return new BadRow(
        String.format(
            Locale.ROOT,
            "the weight in column '%s' is missing (%s), and nothing replaces a weight: write one, or set data.bad-rows = skip to leave such rows out",
            column,
            BadRow.shown(cell)));
  }

  static BadRow missingLabel(String column, String cell) {
    return new BadRow(
        String.format(
            Locale.ROOT,
            "the label in column '%s' is missing%s",
            column,
            cell.isEmpty() ? "" : " (" + BadRow.shown(cell) + ")"));
  }

  /** What to do about a cell that is not a number, as the end of a message. */
  static String remedy(String cell) {
    if (cell.matches("[-+]?[0-9]{1,3}([.' ][0-9]{3})*,[0-9]+|[-+]?[0-9]*,[0-9]+")) {
      return ": it has a decimal comma (or separates thousands); write the file with decimal points";
    }
    if (cell.matches("[^;|\t]+([;|\t][^;|\t]*)+")) {
      return ": if ';', '|' or a tab delimits cells, set data.delimiter";
    }
    return ": list the column in data.categorical-columns to one-hot encode it, in data.datetime-columns if it is a date, or in data.exclude-columns";
  }
}
