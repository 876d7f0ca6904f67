package org.sparksoftmax.text;

/**
 * The Levenshtein distance: the minimum number of insertions, deletions and substitutions of a
 * character that turn one text into another.
 */
public final class EditDistance {
  private EditDistance() {}

  public static int of(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replacement = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int insertOrDelete = Math.min(previous[j], current[j - 1]) + 1;
        current[j] = Math.min(insertOrDelete, previous[j - 1] + replacement);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
