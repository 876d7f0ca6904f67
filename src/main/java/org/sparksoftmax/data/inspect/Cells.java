package org.sparksoftmax.data.inspect;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DateTimeText;
import org.sparksoftmax.data.row.DecimalParser;

/** What the text of a cell means. */
final class Cells {

  private static final List<Set<String>> BOOLEANS =
      List.of(Set.of("true", "false"), Set.of("yes", "no"), Set.of("t", "f"), Set.of("y", "n"));

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]+),[0-9]+");
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[0-9]{1,3},[0-9]{3}");
  private static final Pattern OTHER_DATE =
      Pattern.compile("[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}([ T].*)?");
  private static final Pattern WITH_UNIT =
      Pattern.compile(
          "[+-]?[$€£¥]?[+-]? ?[0-9]+([, '][0-9]{3})*([.][0-9]+)? ?(%|[$€£¥]|\\p{L}{1,3})?");

  private Cells() {}

  /** The finite number in the text; NaN if it is none. */
  static double number(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    double value = DecimalParser.parse(bytes, 0, bytes.length);
    return Double.isFinite(value) ? value : Double.NaN;
  }

  static boolean isInteger(String text) {
    int from = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from;
  }

  /** Whether the text is an integer whose leading zero a number would lose. */
  static boolean hasLeadingZero(String text) {
    return text.length() > 1 && text.charAt(0) == '0' && isInteger(text);
  }

  static boolean isDecimalComma(String text) {
    return DECIMAL_COMMA.matcher(text).matches();
  }

  /** Whether the comma of the text may separate thousands. */
  static boolean isThousands(String text) {
    return THOUSANDS.matcher(text).matches();
  }

  /** Whether the text is a number with a unit, such as {@code 5 kg}, or with separators. */
  static boolean isNumberWithUnit(String text) {
    return text.length() <= 30
        && WITH_UNIT.matcher(text).matches()
        && !Character.isLetter(text.charAt(0));
  }

  /** The number of the pair of truth values that the text belongs to; −1 if it is none. */
  static int booleanPair(String text) {
    if (text.length() > 5) {
      return -1;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (int pair = 0; pair < BOOLEANS.size(); pair++) {
      if (BOOLEANS.get(pair).contains(lower)) {
        return pair;
      }
    }
    return -1;
  }

  /** Whether the text looks like a date of another form than that of ISO 8601. */
  static boolean isOtherDate(String text) {
    return text.length() <= 30
        && OTHER_DATE.matcher(text).matches()
        && seconds(text).isEmpty()
        && Double.isNaN(number(text));
  }

  /**
   * The seconds from 1970 to a date or timestamp in the form of ISO 8601, in UTC if it has no zone;
   * empty if the text is none.
   */
  static OptionalDouble seconds(String text) {
    if (text.length() < 10 || text.length() > 40 || text.charAt(4) != '-') {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(seconds(DateTimeText.parse(text)));
    } catch (BadRow notOne) {
      return OptionalDouble.empty();
    }
  }

  /** The seconds from 1970 to a point in time in UTC, to the millisecond. */
  static double seconds(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toEpochMilli() / 1e3;
  }
}
