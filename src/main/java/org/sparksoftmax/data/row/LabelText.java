package org.sparksoftmax.data.row;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Labels as text, one text for each class: a label that is a number is written in one way, so that
 * {@code 7}, {@code 007} and {@code 7.0} are the same class in whatever file they stand.
 */
public final class LabelText {
  private static final int MAX_INTEGER_DIGITS = 100;

  /** The time that BigDecimal takes grows with the square of the length. */
  private static final int MAX_EXACT_LENGTH = 1000;

  private final TextCache cache = new TextCache(LabelText::canonical);

  /** The canonical label that the slice holds. */
  public String of(byte[] bytes, int from, int to) {
    return cache.of(bytes, from, to);
  }

  /** Integers as integer text, other finite numbers as {@link Double#toString}, else the text. */
  public static String canonical(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    double value = DecimalParser.parse(bytes, 0, bytes.length);
    if (!Double.isFinite(value)) {
      return text;
    }
    // Not through the double: long identifiers must stay distinct.
    BigDecimal exact = exact(text, value);
    BigDecimal rounded = new BigDecimal(Double.toString(value));
    return isInteger(exact)
        ? exact.toBigInteger().toString()
        : isInteger(rounded) ? rounded.toBigInteger().toString() : Double.toString(value);
  }

  /** The number of the text; its double where the text is beyond what {@link BigDecimal} reads. */
  private static BigDecimal exact(String text, double value) {
    if (text.length() > MAX_EXACT_LENGTH) {
      return new BigDecimal(Double.toString(value));
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException exponentTooLarge) {
      return new BigDecimal(Double.toString(value));
    }
  }

  private static boolean isInteger(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0
        && stripped.precision() - (long) stripped.scale() <= MAX_INTEGER_DIGITS;
  }
}
