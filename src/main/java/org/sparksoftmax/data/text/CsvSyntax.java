package org.sparksoftmax.data.text;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.sparksoftmax.config.CsvDialect;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.BadRow;

/**
 * How the cells of a line are written.
 *
 * @param quote the quote; 0 if no cell is quoted
 * @param escape the byte before a quote within quotes or, without quotes, before a delimiter; the
 *     quote itself if quotes are doubled
 * @param nullValues the unquoted texts that stand for a missing value, besides the empty text
 */
public record CsvSyntax(byte delimiter, byte quote, byte escape, Set<String> nullValues)
    implements Serializable {

  private static final byte BACKSLASH = '\\';

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

  /**
   * Whether a cell without quotes has two backslashes that may be meant for one: Python's writer
   * escapes backslashes there, and Spark's does not.
   */
  boolean hasAmbiguousBackslashes(List<String> lines) {
    if (quote == 0 || !hasBackslash()) {
      return false;
    }
    CsvCells cells = new CsvCells(this);
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      try {
        cells.parse(bytes, 0, bytes.length);
      } catch (BadRow bad) {
        continue; // the reader rejects it
      }
      for (int cell = 0; cell < cells.count(); cell++) {
        if (!cells.isQuoted(bytes, cell) && cells.text(bytes, cell).contains("\\\\")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether {@code text} stands for a missing value unless it is quoted. */
  boolean isMissing(String text) {
    return text.isEmpty() || nullValues.contains(text);
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

  /** The same syntax with another delimiter. */
  CsvSyntax withDelimiter(byte other) {
    return with(other, escape);
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
}
