package org.sparksoftmax.data.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DecimalParser;

/**
 * The cells of one csv or tsv line, as slices of the line's bytes. As in RFC 4180, a cell may be
 * quoted, and a quote within quotes is doubled, or follows the escape of the {@link CsvSyntax}. A
 * cell cannot span lines. Spaces around a cell are removed.
 *
 * <p>Escapes outside quotes are ambiguous. Python's writer puts one before each quote and each
 * escape. Spark's writer escapes nothing there, but puts cells with a delimiter or a quote in
 * quotes. So they are escapes in cells with a quote, which are not Spark's, and, also before
 * delimiters, in files without quotes; otherwise they are text.
 */
final class CsvCells {

  private static final String BACKSLASH =
      ": set data.escape = \"\\\\\" if a backslash escapes quotes, as in files of Spark";

  /** Python's writer also escapes it in files without quotes. */
  private static final byte PYTHON_QUOTE = '"';

  private final CsvSyntax syntax;
  private final byte delimiter;
  private final byte quote;
  private final byte escape;

  /** Whether cells without quotes may have escapes. */
  private final boolean escapes;

  private int[] from = new int[64];
  private int[] to = new int[64];
  private int count;
  private int lineFrom;

  CsvCells(CsvSyntax syntax) {
    this.syntax = syntax;
    this.delimiter = syntax.delimiter();
    this.quote = syntax.quote();
    this.escape = syntax.escape();
    this.escapes = escape != quote;
  }

  static boolean isNumber(String cell) {
    byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
    return Double.isFinite(DecimalParser.parse(bytes, 0, bytes.length));
  }

  /** The cells of a decoded line. */
  String[] texts(String line) throws BadRow {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    parse(bytes, 0, bytes.length);
    return texts(bytes);
  }

  /** Finds the cells of a line. Overwrites escaped quotes with single ones. */
  void parse(byte[] bytes, int lineStart, int lineEnd) throws BadRow {
    count = 0;
    lineFrom = lineStart;
    int lineTo = lineEnd;
    while (delimiter == ' ' && lineTo > lineStart && bytes[lineTo - 1] == ' ') {
      lineTo--; // blanks at the end delimit no cell
    }
    int i = lineStart;
    while (true) {
      int start = i;
      while (start < lineTo && bytes[start] == ' ') {
        start++;
      }
      if (start < lineTo && bytes[start] == quote && quote != 0) {
        i = quoted(bytes, start + 1, lineTo);
      } else {
        i = start;
        while (i < lineTo && bytes[i] != delimiter) {
          i++;
        }
        int end = i;
        while (end > start && bytes[end - 1] == ' ') {
          end--;
        }
        add(start, end);
      }
      if (i >= lineTo) {
        break;
      }
      i++;
    }
    if (escapes) {
      removeEscapes(bytes);
    }
  }

  int count() {
    return count;
  }

  int from(int cell) {
    return from[cell];
  }

  int to(int cell) {
    return to[cell];
  }

  /** Adds an unquoted cell behind those of the line. */
  void add(int start, int end) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = start;
    to[count++] = end;
  }

  /** Whether a cell is quoted. */
  boolean isQuoted(byte[] bytes, int cell) {
    return quote != 0 && from[cell] > lineFrom && bytes[from[cell] - 1] == quote;
  }

  /** Whether a cell stands for a missing value. */
  boolean isMissing(byte[] bytes, int cell) {
    return from[cell] == to[cell]
        || (!isQuoted(bytes, cell) && syntax.isMissing(text(bytes, cell)));
  }

  /** Whether a cell is {@code true}, or {@code false}, in upper or lower case. */
  boolean isTruth(byte[] bytes, int cell, boolean value) {
    String wanted = Boolean.toString(value);
    return to[cell] - from[cell] == wanted.length() && text(bytes, cell).equalsIgnoreCase(wanted);
  }

  String text(byte[] bytes, int cell) {
    return new String(bytes, from[cell], to[cell] - from[cell], StandardCharsets.UTF_8);
  }

  String[] texts(byte[] bytes) {
    String[] texts = new String[count];
    for (int cell = 0; cell < count; cell++) {
      texts[cell] = text(bytes, cell);
    }
    return texts;
  }

  /** The texts of all cells; null where the value is missing. */
  String[] values(byte[] bytes) {
    String[] values = texts(bytes);
    for (int cell = 0; cell < count; cell++) {
      boolean missing =
          values[cell].isEmpty() || (!isQuoted(bytes, cell) && syntax.isMissing(values[cell]));
      values[cell] = missing ? null : values[cell];
    }
    return values;
  }

  /**
   * Adds the cell whose opening quote precedes {@code start}; returns the position of the next
   * delimiter.
   */
  private int quoted(byte[] bytes, int start, int lineTo) throws BadRow {
    int write = start;
    int i = start;
    while (true) {
      if (i >= lineTo) {
        throw new BadRow(
            "unterminated quote: a quoted cell must not span lines"
                + (hasEscapedQuote(bytes, start, lineTo) ? BACKSLASH : ""));
      }
      byte b = bytes[i];
      byte next = i + 1 < lineTo ? bytes[i + 1] : 0;
      boolean escaped =
          (b == escape && (next == quote || next == escape)) || (b == quote && next == quote);
      if (escaped && i + 1 < lineTo) {
        i++;
      } else if (b == quote) {
        break;
      }
      bytes[write++] = bytes[i++];
    }
    add(start, write);
    i++;
    while (i < lineTo && bytes[i] == ' ' && delimiter != ' ') {
      i++;
    }
    if (i < lineTo && bytes[i] != delimiter) {
      boolean backslash = write > start && bytes[write - 1] == '\\';
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "text after the closing quote of %s%s",
              BadRow.shown(bytes, start, write),
              backslash ? BACKSLASH : ""));
    }
    return i;
  }

  /**
   * Removes the escapes of cells without quotes; joins cells between which the delimiter is
   * escaped.
   */
  private void removeEscapes(byte[] bytes) {
    int found = count;
    count = 0;
    for (int cell = 0; cell < found; cell++) {
      int start = from[cell];
      while (quote == 0 && cell + 1 < found && delimiterIsEscaped(bytes, start, to[cell])) {
        cell++;
      }
      int end = to[cell];
      add(start, end);
      if (quote == 0 || (!isQuoted(bytes, count - 1) && hasQuote(bytes, start, end))) {
        to[count - 1] = unescape(bytes, start, end);
      }
    }
  }

  /** Whether the delimiter at {@code end} has an odd number of escapes before it. */
  private boolean delimiterIsEscaped(byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && bytes[i - 1] == escape) {
      i--;
    }
    return bytes[end] == delimiter && (end - i) % 2 == 1;
  }

  private boolean hasQuote(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == quote) {
        return true;
      }
    }
    return false;
  }

  /** Removes the escapes of a cell; returns its new end. */
  private int unescape(byte[] bytes, int start, int end) {
    int write = start;
    for (int read = start; read < end; read++) {
      read += isEscape(bytes, read, end) ? 1 : 0;
      bytes[write++] = bytes[read];
    }
    return write;
  }

  /** Whether the byte at {@code i} escapes the next one. */
  private boolean isEscape(byte[] bytes, int i, int end) {
    if (bytes[i] != escape || i + 1 >= end) {
      return false;
    }
    byte next = bytes[i + 1];
    return next == escape
        || (quote == 0 ? next == delimiter || next == PYTHON_QUOTE : next == quote);
  }

  private boolean hasEscapedQuote(byte[] bytes, int start, int lineTo) {
    for (int i = start + 1; i < lineTo; i++) {
      if (bytes[i] == quote && bytes[i - 1] == '\\') {
        return true;
      }
    }
    return false;
  }
}
