package org.sparksoftmax.text;

import java.util.regex.Pattern;

/** Hides what must not reach a log, an error line or summary.json. */
public final class Secrets {
  /**
   * The user information of a URI, up to its last {@code @}. A secret key may hold a slash, so
   * {@code user:} opens it across slashes, unless what follows the colon is the number of a port.
   */
  private static final Pattern USER_INFO =
      Pattern.compile("://(?:[^/,\\s]*@|[^/,\\s:@]*:(?!\\d+/)[^,\\s]*@)");

  private Secrets() {}

  /** {@code s3a://key:secret@bucket} becomes {@code s3a://***@bucket}. */
  public static String mask(String text) {
    return USER_INFO.matcher(text).replaceAll("://***@");
  }
}
