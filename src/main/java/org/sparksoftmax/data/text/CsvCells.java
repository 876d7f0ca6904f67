package org.sparksoftmax.data.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.text.ByteWords;

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

  private static final long BLANKS = ByteWords.repeated((byte) ' ');

  private final CsvSyntax syntax;
  private final byte delimiter;
  private final byte quote;
  private final byte escape;

  /** Whether cells without quotes may have escapes. */
  private final boolean escapes;

  private final CsvEscapes escapesOutside;

  /** Delimiters, and the bytes of which a plain line has none, in each byte of a word. */
  private final long delimiters;

  private final long specials;

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
    this.escapesOutside = new CsvEscapes(delimiter, quote, escape);
    this.delimiters = ByteWords.repeated(delimiter);
    this.specials = ByteWords.repeated(quote != 0 ? quote : escape);
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
    lineFrom = lineStart;
    if (delimiter != ' ' && parsePlain(bytes, lineStart, lineEnd)) {
      return;
    }
    count = 0;
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

  /**
   * Finds the cells of a line without quotes and escapes, eight bytes at a time; returns false if
   * the line may have any, or is at the very end of the array.
   */
  private boolean parsePlain(byte[] bytes, int lineStart, int lineEnd) {
    if (lineEnd + ByteWords.BYTES > bytes.length) {
      return false;
    }
    int cells = 0;
    int start = lineStart;
    long blanks = 0;
    for (int i = lineStart; i < lineEnd; i += ByteWords.BYTES) {
      long word = ByteWords.word(bytes, i);
      long line = ByteWords.first(Math.min(lineEnd - i, ByteWords.BYTES));
      if ((ByteWords.matches(word, specials) & line) != 0) {
        return false;
      }
      blanks |= ByteWords.matches(word, BLANKS) & line;
      reserve(cells + ByteWords.BYTES);
      for (long ends = ByteWords.matches(word, delimiters) & line; ends != 0; ends &= ends - 1) {
        int end = i + ByteWords.index(ends);
        from[cells] = start;
        to[cells++] = end;
        start = end + 1;
      }
    }
    count = cells;
    add(start, lineEnd);
    if (blanks != 0) {
      trim(bytes);
    }
    return true;
  }

  private void trim(byte[] bytes) {
    for (int cell = 0; cell < count; cell++) {
      while (from[cell] < to[cell] && bytes[from[cell]] == ' ') {
        from[cell]++;
      }
      while (to[cell] > from[cell] && bytes[to[cell] - 1] == ' ') {
        to[cell]--;
      }
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
    reserve(count + 1);
    from[count] = start;
    to[count++] = end;
  }

  private void reserve(int cells) {
    if (cells > from.length) {
      from = Arrays.copyOf(from, 2 * cells);
      to = Arrays.copyOf(to, 2 * cells);
    }
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
                + (escapesOutside.hasEscapedQuote(bytes, start, lineTo) ? BACKSLASH : ""));
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
      while (quote == 0
          && cell + 1 < found
          && escapesOutside.delimiterIsEscaped(bytes, start, to[cell])) {
        cell++;
      }
      int end = to[cell];
      add(start, end);
      if (quote == 0
          || (!isQuoted(bytes, count - 1) && escapesOutside.hasQuote(bytes, start, end))) {
        to[count - 1] = escapesOutside.unescape(bytes, start, end);
      }
    }
  }
}
