package org.sparksoftmax.data.row;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sparksoftmax.text.OneLine;

/**
 * Thrown when a row is bad. The reader catches this exception and adds the place of the row ({@link
 * RejectedRow}). It has no stack trace.
 */
public final class BadRow extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

  public BadRow(String problem) {
    super(OneLine.message(problem), null, false, false);
  }

  /**
   * The bytes in single quotes, shortened and with control characters as escapes, as part of one
   * line.
   */
  public static String shown(byte[] bytes, int from, int to) {
    return shown(new String(bytes, from, Math.min(to - from, 4 * SHOWN), StandardCharsets.UTF_8));
  }

  /** The text in single quotes, shortened and with control characters as escapes. */
  public static String shown(String text) {
    String shortened = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    String controls =
        CONTROL
            .matcher(shortened)
            .replaceAll(c -> String.format(Locale.ROOT, "\\\\u%04x", (int) c.group().charAt(0)));
    return "'" + OneLine.of(controls) + "'";
  }
}
