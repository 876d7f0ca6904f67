package org.sparksoftmax.data.inspect;

import java.util.List;
import java.util.Optional;

/** The delimiter of lines that commas do not divide. */
public final class Delimiters {

  /** In this order if lines have the same number of them. */
  private static final List<Character> CANDIDATES = List.of(',', ';', '\t', '|');

  /** The smallest share of the lines that have as many delimiters as the first. */
  private static final double MOST = 0.9;

  private Delimiters() {}

  /**
   * Returns the value of data.delimiter for lines whose cells are between semicolons, tabs or bars;
   * empty if commas divide them, or nothing does.
   */
  public static Optional<String> of(List<String> lines) {
    char best = ',';
    int cells = 0;
    for (char candidate : CANDIDATES) {
      int count = count(lines.get(0), candidate);
      long same = lines.stream().filter(line -> count(line, candidate) == count).count();
      if (count > cells && same >= MOST * lines.size()) {
        best = candidate;
        cells = count;
      }
    }
    return best == ','
        ? Optional.empty()
        : Optional.of(best == '\t' ? "tab" : Character.toString(best));
  }

  /** The number of delimiters outside quotes. */
  private static int count(String line, char delimiter) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      count += !quoted && line.charAt(i) == delimiter ? 1 : 0;
    }
    return count;
  }
}
