package org.sparksoftmax.text;

import java.util.Locale;

/** Formats counts with their noun. */
public final class Count {

  private Count() {}

  /**
   * For example {@code 1 feature}, {@code 2,048 features} or {@code 2 classes}.
   *
   * @param noun singular; its plural ends in s, or in es if it ends in s itself
   */
  public static String of(long count, String noun) {
    String plural = noun.endsWith("s") ? "es" : "s";
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : plural);
  }
}
