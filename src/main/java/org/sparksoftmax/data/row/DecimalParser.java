package org.sparksoftmax.data.row;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.sparksoftmax.text.ByteWords;

/**
 * Parses numbers of the form {@code [+-]?(digits[.digits]|.digits)([eE][+-]?digits)?} from bytes,
 * with the rounding of {@link Double#parseDouble}.
 */
public final class DecimalParser {

  /** The number of digits that every unsigned long can have. */
  private static final int MAX_DIGITS = 19;

  private static final int MAX_EXPONENT = 1_000_000;
  private static final long[] POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  private DecimalParser() {}

  /**
   * The number in the slice; infinite if it is too large for a double, NaN if it is not a number.
   */
  public static double parse(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 1) {
      int digit = bytes[from] - '0';
      return digit >= 0 && digit <= 9 ? digit : Double.NaN;
    }
    if (length > 0 && length <= ByteWords.BYTES && from + ByteWords.BYTES <= bytes.length) {
      long integer = ByteWords.number(ByteWords.word(bytes, from), length);
      if (integer >= 0) {
        return integer;
      }
    }
    return parseAny(bytes, from, to);
  }

  private static double parseAny(byte[] bytes, int from, int to) {
    int i = from;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    // Overflows with more digits than MAX_DIGITS, which the library parses.
    long mantissa = 0;
    int point = i;
    int digit;
    while (point < to && (digit = bytes[point] - '0') >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit; // mostly few digits
      point++;
    }
    int digits = point - i;
    int end = point;
    if (point < to && bytes[point] == '.') {
      end = endOfDigits(bytes, point + 1, to);
      mantissa = append(mantissa, bytes, point + 1, end);
      digits = end - i - 1;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    int exponent = Math.min(point + 1 - end, 0);
    if (end < to) {
      int explicit = exponent(bytes, end, to);
      if (explicit == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      exponent += explicit;
    }
    double value =
        digits <= MAX_DIGITS || digits - leadingZeros(bytes, i, to) <= MAX_DIGITS
            ? NearestDouble.of(mantissa, exponent)
            : Double.NaN;
    if (Double.isNaN(value)) {
      return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
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

  /** The end of the digits that start at {@code from}. */
  private static int endOfDigits(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && i + ByteWords.BYTES <= bytes.length) {
      int digits = ByteWords.digits(ByteWords.word(bytes, i));
      i += digits;
      if (digits < ByteWords.BYTES) {
        return Math.min(i, to);
      }
    }
    while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return Math.min(i, to);
  }

  /** Appends the digits of the slice to those of {@code mantissa}, modulo 2^64. */
  private static long append(long mantissa, byte[] bytes, int from, int to) {
    long all = mantissa;
    int i = from;
    while (i < to && i + ByteWords.BYTES <= bytes.length) {
      int count = Math.min(to - i, ByteWords.BYTES);
      all = all * POWERS[count] + ByteWords.number(ByteWords.word(bytes, i), count);
      i += count;
    }
    for (; i < to; i++) {
      all = all * 10 + bytes[i] - '0';
    }
    return all;
  }

  /** The number of zeros at the start of the digits from {@code from}, which may have a point. */
  private static int leadingZeros(byte[] bytes, int from, int to) {
    int zeros = 0;
    for (int i = from; i < to && (bytes[i] == '0' || bytes[i] == '.'); i++) {
      zeros += bytes[i] == '0' ? 1 : 0;
    }
    return zeros;
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
