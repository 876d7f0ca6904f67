package org.sparksoftmax.text;

import java.util.Locale;

/** How the constants of an enum are written in configurations and files. */
public final class Keyword {

  private Keyword() {}

  /** Such as {@code leaky-relu}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
