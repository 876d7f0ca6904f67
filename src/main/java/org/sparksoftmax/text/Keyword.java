package org.sparksoftmax.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the constants of an enum are written in configurations and files. */
public final class Keyword {

  private Keyword() {}

  /** Such as {@code leaky-relu}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that is written so, if there is one. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String keyword) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(keyword))
        .findFirst();
  }
}
