package org.sparksoftmax.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of classes and features, which may hold anything, on one line of text. */
public final class Names {

  private static final Pattern PLAIN = Pattern.compile("[^\\s\\p{Z},;:'\"]+");

  private Names() {}

  /**
   * The name, in single quotes if it has blanks, punctuation of lists or quotes, which are doubled.
   */
  public static String shown(String name) {
    String line = OneLine.of(name);
    return PLAIN.matcher(line).matches() ? line : "'" + line.replace("'", "''") + "'";
  }

  /** The names in brackets, with commas between them. */
  public static String inBrackets(List<String> names) {
    return names.stream().map(Names::shown).collect(Collectors.joining(", ", "[", "]"));
  }

  /** The names with blanks between them. */
  public static String list(List<String> names) {
    return names.stream().map(Names::shown).collect(Collectors.joining(" "));
  }
}
