package org.sparksoftmax.data.text;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.sparksoftmax.config.CsvDialect;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.BadRow;

/**
 * How the cells of a line are written.
 *
 * @param quote the quote; 0 if no cell is quoted
 * @param escape the byte before a quote within quotes; the quote itself if quotes are doubled
 * @param nullValues the unquoted texts that stand for a missing value, besides the empty text
 */
public record CsvSyntax(byte delimiter, byte quote, byte escape, Set<String> nullValues)
    implements Serializable {

  private static final byte BACKSLASH = '\\';

  /** The delimiters that a message proposes. */
  private static final byte[] DELIMITERS = {',', ';', '\t', '|', ' ', ':', 1};

  /**
   * Resolves the configured dialect; {@code lines} decide how quotes are escaped if that is open.
   */
  static CsvSyntax of(DataConfig config, List<String> lines) {
    CsvDialect dialect = config.text().csv();
    CsvSyntax syntax =
        new CsvSyntax(
            dialect.delimiterByte(config.format()),
            dialect.quoteByte(),
            dialect.escapeByte(),
            Set.copyOf(dialect.nullValues()));
    CsvSyntax backslash = syntax.with(syntax.delimiter, BACKSLASH);
    return dialect.escapeIsAuto() && backslash.reads(lines) && !syntax.reads(lines)
        ? backslash
        : syntax;
  }

  /** Whether a backslash escapes quotes. */
  boolean hasBackslash() {
    return escape == BACKSLASH;
  }

  /** Whether {@code text} stands for a missing value unless it is quoted. */
  boolean isMissing(String text) {
    return text.isEmpty() || nullValues.contains(text);
  }

  /**
   * The delimiter that cuts all lines into the same number of cells, at least 2; 0 if none does.
   */
  byte likelyDelimiter(List<String> lines) {
    byte likely = 0;
    int most = 1;
    for (byte candidate : DELIMITERS) {
      int cells = candidate == quote ? 1 : with(candidate, escape).width(lines);
      if (cells > most) {
        likely = candidate;
        most = cells;
      }
    }
    return likely;
  }

  /** The name of a delimiter, as the value of {@code data.delimiter}. */
  static String shown(byte delimiter) {
    return switch (delimiter) {
      case '\t' -> "tab";
      case ' ' -> "space";
      case 1 -> "\"\\u0001\"";
      default -> "\"" + (char) delimiter + "\"";
    };
  }

  private CsvSyntax with(byte otherDelimiter, byte otherEscape) {
    return new CsvSyntax(otherDelimiter, quote, otherEscape, nullValues);
  }

  private boolean reads(List<String> lines) {
    CsvCells cells = new CsvCells(this);
    try {
      for (String line : lines) {
        cells.texts(line);
      }
      return true;
    } catch (BadRow bad) {
      return false;
    }
  }

  /** The number of cells of each line; 0 if lines differ. */
  private int width(List<String> lines) {
    CsvCells cells = new CsvCells(this);
    int width = 0;
    try {
      for (String line : lines) {
        cells.texts(line);
        if (width != 0 && cells.count() != width) {
          return 0;
        }
        width = cells.count();
      }
    } catch (BadRow bad) {
      return 0;
    }
    return width;
  }
}
