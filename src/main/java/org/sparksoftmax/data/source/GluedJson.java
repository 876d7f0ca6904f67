package org.sparksoftmax.data.source;

/** Finds lines with several JSON objects or arrays, faster than a parser. */
final class GluedJson {

  private GluedJson() {}

  /** Whether another object or array follows the first of a line in UTF-8. */
  static boolean isGlued(byte[] line) {
    for (int i = 1; i < line.length; i++) {
      if ((line[i] == '{' || line[i] == '[') && isBehindEnd(line, i)) {
        return opensBehindFirst(line);
      }
    }
    return false;
  }

  /** Whether only blanks and commas are between {@code i} and the end of an object or array. */
  private static boolean isBehindEnd(byte[] line, int i) {
    int before = i - 1;
    while (before > 0 && (isBlank(line[before]) || line[before] == ',')) {
      before--;
    }
    return line[before] == '}' || line[before] == ']';
  }

  /** Follows strings and depth to the end of the first object or array. */
  private static boolean opensBehindFirst(byte[] line) {
    int depth = 0;
    boolean ended = false;
    for (int i = 0; i < line.length; i++) {
      switch (line[i]) {
        case '{', '[' -> {
          if (ended) {
            return true;
          }
          depth++;
        }
        case '}', ']' -> {
          depth--;
          ended |= depth <= 0;
        }
        case '"', '\'' -> i = endOfString(line, i); // Spark accepts both quotes
        default -> {}
      }
    }
    return false;
  }

  /** The position of the closing quote, or the end of the line. */
  private static int endOfString(byte[] line, int open) {
    int i = open + 1;
    while (i < line.length && line[i] != line[open]) {
      i += line[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
