package org.sparksoftmax.text;

import java.util.regex.Pattern;

/** Turns a message that may quote names and values of an untrusted file into one printable line. */
public final class OneLine {

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private OneLine() {}

  /**
   * Replaces every line break, control and formatting character of {@code text} with {@code ?}, so
   * that quoted text can neither start a new line in a log nor move the cursor of a terminal.
   */
  public static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }

  /** One printable line without secrets, for the message of an exception. */
  public static String message(String text) {
    return Secrets.mask(of(text));
  }
}
