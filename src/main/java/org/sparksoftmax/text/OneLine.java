package org.sparksoftmax.text;

import java.util.regex.Pattern;

/** Makes one printable line of a message that may quote names and values of an untrusted file. */
public final class OneLine {

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private OneLine() {}

  /**
   * {@code text} with {@code ?} in place of every line end, control and formatting character: none
   * of them can begin a line of its own in a log, or move the cursor of a terminal.
   */
  public static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
