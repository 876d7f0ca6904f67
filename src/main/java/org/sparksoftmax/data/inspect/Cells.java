package org.sparksoftmax.data.inspect;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.data.row.DecimalParser;

/** What the text of a cell means. */
final class Cells {

  /** The seconds of a day. */
  static final double DAY = 86_400;

  private static final List<Set<String>> BOOLEANS =
      List.of(Set.of("true", "false"), Set.of("yes", "no"), Set.of("t", "f"), Set.of("y", "n"));

  /** The spellings that other tools write, or read as missing by default. */
  private static final Set<String> MISSING =
      Set.of(
          "", "?", "NA", "N/A", "n/a", "<NA>", "#N/A", "#NA", "NaN", "nan", "-NaN", "-nan", "NULL",
          "null", "None", "\\N");

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]+),[0-9]+");
  private static final Pattern OTHER_DATE =
      Pattern.compile("[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}([ T].*)?");
  private static final Pattern WITH_UNIT =
      Pattern.compile(
          "[+-]?[$€£¥]?[+-]? ?[0-9]+([, '][0-9]{3})*([.][0-9]+)? ?(%|[$€£¥]|\\p{L}{1,3})?");
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})"
              + "(?:[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?)"
              + "(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

  private Cells() {}

  /** Whether the text is a usual spelling of a missing value. */
  static boolean isMissing(String text) {
    return text.length() <= 4 && MISSING.contains(text);
  }

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

  /** Whether the text is a date without a time, in the form of ISO 8601. */
  static boolean isDate(String text) {
    return text.length() == 10 && seconds(text).isPresent();
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
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return OptionalDouble.empty();
    }
    try {
      LocalTime clock = time.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(time.group(2));
      ZoneOffset zone = time.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(time.group(3));
      LocalDateTime moment = LocalDateTime.of(LocalDate.parse(time.group(1)), clock);
      return OptionalDouble.of(moment.toInstant(zone).toEpochMilli() / 1e3);
    } catch (DateTimeException notOnTheCalendar) {
      return OptionalDouble.empty();
    }
  }
}
