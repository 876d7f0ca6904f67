package org.sparksoftmax.data.row;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Converts labels to text, with one text for each class. Numeric labels have a canonical form, so
 * that {@code 7}, {@code 007} and {@code 7.0} are the same class in every format.
 */
public final class LabelText {
  private static final int MAX_INTEGER_DIGITS = 100;

  /** The maximum length for BigDecimal, whose time grows with the square of the length. */
  private static final int MAX_EXACT_LENGTH = 1000;

  private final TextCache cache = new TextCache(LabelText::canonical);

  /** The canonical label in the slice. */
  public String of(byte[] bytes, int from, int to) {
    return cache.of(bytes, from, to);
  }

  /**
   * The canonical form: integers as integer text, other finite numbers as {@link Double#toString},
   * anything else unchanged.
   */
  public static String canonical(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    double value = DecimalParser.parse(bytes, 0, bytes.length);
    if (!Double.isFinite(value)) {
      return text;
    }
    // Not converted through double, because long identifiers must stay distinct.
    BigDecimal exact = exact(text, value);
    BigDecimal rounded = new BigDecimal(Double.toString(value));
    return isInteger(exact)
        ? exact.toBigInteger().toString()
        : isInteger(rounded) ? rounded.toBigInteger().toString() : Double.toString(value);
  }

  /** The number in the text, rounded to a double if {@link BigDecimal} cannot parse it. */
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
