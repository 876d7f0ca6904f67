package org.sparksoftmax.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The spelling of enum constants in configurations and files. */
public final class Keyword {

  private Keyword() {}

  /** The keyword of a constant, for example {@code leaky-relu}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant with this keyword, if there is one. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String keyword) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(keyword))
        .findFirst();
  }
}
