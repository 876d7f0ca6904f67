package org.sparksoftmax.data.row;

import java.nio.charset.StandardCharsets;
import org.sparksoftmax.text.OneLine;

/**
 * Thrown when a row is bad. The reader catches this exception and adds the place of the row ({@link
 * RejectedRow}). It has no stack trace.
 */
public final class BadRow extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  public BadRow(String problem) {
    super(OneLine.message(problem), null, false, false);
  }

  /** The bytes in single quotes, shortened and without control characters, as part of one line. */
  public static String shown(byte[] bytes, int from, int to) {
    return shown(new String(bytes, from, Math.min(to - from, 4 * SHOWN), StandardCharsets.UTF_8));
  }

  /** The text in single quotes, shortened and without control characters. */
  public static String shown(String text) {
    String shortened = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return "'" + OneLine.of(shortened) + "'";
  }
}
