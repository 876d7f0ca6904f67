package org.sparksoftmax.data.row;

import java.nio.charset.StandardCharsets;
import org.sparksoftmax.text.OneLine;

/**
 * The defect of a row, without its place: the loop of the reader catches this exception and adds
 * the place ({@link RejectedRow}). Has no stack trace.
 */
public final class BadRow extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  public BadRow(String problem) {
    super(OneLine.of(problem), null, false, false);
  }

  /** The bytes in single quotes, shortened and without control characters: fit for one line. */
  public static String shown(byte[] bytes, int from, int to) {
    return shown(new String(bytes, from, Math.min(to - from, 4 * SHOWN), StandardCharsets.UTF_8));
  }

  /** The text in single quotes, shortened and without control characters. */
  public static String shown(String text) {
    String shortened = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return "'" + OneLine.of(shortened) + "'";
  }
}
