package org.sparksoftmax.data.row;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Parses numbers of the form {@code [+-]?(digits[.digits]|.digits)([eE][+-]?digits)?} from bytes,
 * with the rounding of {@link Double#parseDouble}.
 *
 * <p>A mantissa below 2⁵³ and a power of ten up to 10²² are exact doubles, so one multiplication or
 * division rounds correctly (Clinger, "How to read floating point numbers accurately", 1990). All
 * other numbers are parsed by {@link Double#parseDouble}.
 */
public final class DecimalParser {
  private static final long EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT = 1_000_000;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  private DecimalParser() {}

  /**
   * The number in the slice; infinite if it is too large for a double, NaN if it is not a number.
   */
  public static double parse(byte[] bytes, int from, int to) {
    int i = from;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    int mantissaStart = i;
    long mantissa = 0;
    int digit;
    while (i < to && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
      // Overflows with more digits than MAX_DIGITS, which take the slow path.
      mantissa = mantissa * 10 + digit;
      i++;
    }
    int digits = i - mantissaStart;
    int exponent = 0;
    if (i < to && bytes[i] == '.') {
      int fractionStart = ++i;
      while (i < to && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        i++;
      }
      exponent = fractionStart - i;
      digits -= exponent;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (i < to) {
      int explicit = exponent(bytes, i, to);
      if (explicit == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      exponent += explicit;
    }
    if (digits > MAX_DIGITS || mantissa >= EXACT || exponent < -22 || exponent > 22) {
      return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
    double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    return bytes[from] == '-' ? -value : value;
  }

  /** The finite number in the slice. */
  public static double finite(byte[] bytes, int from, int to) throws BadRow {
    double value = parse(bytes, from, to);
    if (!Double.isFinite(value)) {
      throw new BadRow(BadRow.shown(bytes, from, to) + ", which is " + problem(bytes, from, to));
    }
    return value;
  }

  /** The reason why {@link #parse} returned no finite number: "not finite" or "not a number". */
  public static String problem(byte[] bytes, int from, int to) {
    if (Double.isInfinite(parse(bytes, from, to))) {
      return "not finite";
    }
    String text =
        new String(bytes, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    boolean signed = text.startsWith("-") || text.startsWith("+");
    return NOT_FINITE.contains(signed ? text.substring(1) : text) ? "not finite" : "not a number";
  }

  /** The exponent that starts at {@code from}, clamped; MIN_VALUE if there is none. */
  private static int exponent(byte[] bytes, int from, int to) {
    int i = from + 1;
    if (bytes[from] != 'e' && bytes[from] != 'E') {
      return Integer.MIN_VALUE;
    }
    boolean negative = i < to && bytes[i] == '-';
    if (i < to && (negative || bytes[i] == '+')) {
      i++;
    }
    if (i == to) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      value = Math.min(value * 10 + digit, MAX_EXPONENT);
    }
    return negative ? -value : value;
  }
}
