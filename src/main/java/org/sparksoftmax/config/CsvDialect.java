package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.List;
import java.util.Optional;

/**
 * How the cells of csv and tsv files are written.
 *
 * @param delimiter the character between cells: one ASCII character, {@code tab} or {@code space};
 *     empty for that of the format
 * @param quote the quote character: one ASCII character; empty if no cell is quoted
 * @param escape how a quote within quotes is written: {@code auto}, {@code doubled}, or the
 *     character before it
 * @param nullValues the unquoted texts that stand for a missing value. An empty cell is always
 *     missing
 */
public record CsvDialect(
    Optional<String> delimiter, Optional<String> quote, String escape, List<String> nullValues) {

  /**
   * The texts that stand for a missing value by default, which train.conf lists too: those of
   * pandas, {@code ?} of the UCI repository and {@code \\N} of MySQL and Hive.
   */
  private static final List<String> NULL_VALUES =
      List.of(
          "?",
          "NA",
          "N/A",
          "n/a",
          "<NA>",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "NaN",
          "nan",
          "-NaN",
          "-nan",
          "1.#IND",
          "-1.#IND",
          "1.#QNAN",
          "-1.#QNAN",
          "NULL",
          "null",
          "None",
          "\\N");

  /** The dialect by default, which is that of RFC 4180. */
  public static final CsvDialect DEFAULT =
      new CsvDialect(Optional.empty(), Optional.of("\""), "auto", NULL_VALUES);

  private static final String ONE = "must be one ASCII character";

  public CsvDialect {
    nullValues = List.copyOf(nullValues);
    delimiter.ifPresent(text -> requireDelimiter("data.delimiter", text));
    quote.ifPresent(text -> requireVisible("data.quote", text, ONE + " or null"));
    if (!escape.equals("auto") && !escape.equals("doubled")) {
      requireVisible("data.escape", escape, ONE + ", auto or doubled");
    }
  }

  /**
   * Checks that the delimiter is neither quote nor escape.
   *
   * @param format csv or tsv
   * @throws ConfigException if it is
   */
  void checkFor(DataFormat format) {
    byte between = delimiterByte(format);
    if (quoteByte() == between) {
      throw quote.equals(DEFAULT.quote)
          ? invalid("data.delimiter", delimiter.orElseThrow(), "must differ from data.quote")
          : invalid("data.quote", quote.orElseThrow(), "must differ from data.delimiter");
    }
    if (escapeByte() == between) {
      throw invalid("data.escape", escape, "must differ from data.delimiter");
    }
  }

  /**
   * The byte between cells.
   *
   * @param format csv or tsv
   */
  public byte delimiterByte(DataFormat format) {
    if (delimiter.isEmpty()) {
      return format.equals(DataFormat.TSV) ? (byte) '\t' : (byte) ',';
    }
    return switch (delimiter.get()) {
      case "tab", "\\t" -> (byte) '\t';
      case "space" -> (byte) ' ';
      default -> (byte) delimiter.get().charAt(0);
    };
  }

  /** The quote; 0 if no cell is quoted. */
  public byte quoteByte() {
    return quote.map(text -> (byte) text.charAt(0)).orElse((byte) 0);
  }

  /** Whether {@link #escape} is found from the data. */
  public boolean escapeIsAuto() {
    return escape.equals("auto");
  }

  /** The byte before a quote within quotes; the quote itself if quotes are doubled. */
  public byte escapeByte() {
    return escape.length() == 1 ? (byte) escape.charAt(0) : quoteByte();
  }

  private static void requireDelimiter(String key, String text) {
    if (List.of("tab", "space", "\\t").contains(text)) {
      return;
    }
    String requirement = ONE + ", tab or space";
    requireOne(key, text, requirement);
    if ("\r\n+-.".contains(text) || Character.isLetterOrDigit(text.charAt(0))) {
      throw invalid(key, text, "must not be a letter, digit, sign, point or line end");
    }
  }

  private static void requireVisible(String key, String text, String requirement) {
    requireOne(key, text, requirement);
    if (text.charAt(0) <= ' ' || Character.isLetterOrDigit(text.charAt(0))) {
      throw invalid(key, text, requirement + ", but no letter, digit or blank");
    }
  }

  private static void requireOne(String key, String text, String requirement) {
    if (text.length() != 1 || text.charAt(0) == 0 || text.charAt(0) > 127) {
      throw invalid(key, text, requirement);
    }
  }
}
