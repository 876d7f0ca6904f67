package org.sparksoftmax.text;

import java.util.regex.Pattern;

/** Masks secrets that must not reach a log, an error line or summary.json. */
public final class Secrets {
  /**
   * The user information of a URI, up to its last {@code @}. A secret key may contain slashes, so
   * the match extends across slashes after {@code user:}, unless the colon is followed by a port
   * number.
   */
  private static final Pattern USER_INFO =
      Pattern.compile("://(?:[^/,\\s]*@|[^/,\\s:@]*:(?!\\d+/)[^,\\s]*@)");

  private Secrets() {}

  /** Replaces, for example, {@code s3a://key:secret@bucket} with {@code s3a://***@bucket}. */
  public static String mask(String text) {
    return USER_INFO.matcher(text).replaceAll("://***@");
  }
}
