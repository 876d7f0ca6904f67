package org.sparksoftmax.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Labels as text, one text for each class: a label that is a number is written in one way, so that
 * {@code 7}, {@code 007} and {@code 7.0} are the same class in whatever file they stand.
 */
final class LabelText {
  private static final int MAX_INTEGER_DIGITS = 100;

  private final TextCache cache = new TextCache(LabelText::canonical);

  /** The canonical label that the slice holds. */
  String of(byte[] bytes, int from, int to) {
    return cache.of(bytes, from, to);
  }

  /** Integers as integer text, other finite numbers as {@link Double#toString}, else the text. */
  static String canonical(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    double value = DecimalParser.parse(bytes, 0, bytes.length);
    if (!Double.isFinite(value)) {
      return text;
    }
    // Not through the double: long identifiers must stay distinct.
    BigDecimal exact;
    try {
      exact = new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException exponentBeyondInt) {
      return text;
    }
    boolean integer =
        exact.scale() <= 0 && exact.precision() - (long) exact.scale() <= MAX_INTEGER_DIGITS;
    return integer ? exact.toBigInteger().toString() : Double.toString(value);
  }
}
