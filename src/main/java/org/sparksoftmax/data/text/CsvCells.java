package org.sparksoftmax.data.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.DecimalParser;

/**
 * The cells of one csv or tsv line, as slices of the line's bytes. As in RFC 4180, a cell may be
 * quoted, and a quote within quotes is doubled. A cell cannot span lines. Spaces around a cell are
 * removed.
 */
final class CsvCells {

  private static final Set<String> MISSING = Set.of("", "?", "NA");

  private final byte delimiter;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int count;

  CsvCells(byte delimiter) {
    this.delimiter = delimiter;
  }

  /** Splits a decoded line into cells. */
  static String[] split(String line, byte delimiter, String place) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    CsvCells cells = new CsvCells(delimiter);
    try {
      cells.parse(bytes, 0, bytes.length);
    } catch (BadRow bad) {
      throw new DataException(place + ": " + bad.getMessage());
    }
    return cells.texts(bytes);
  }

  static boolean isNumber(String cell) {
    byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
    return Double.isFinite(DecimalParser.parse(bytes, 0, bytes.length));
  }

  /** Finds the cells of a line. Overwrites doubled quotes with single ones. */
  void parse(byte[] bytes, int lineFrom, int lineTo) throws BadRow {
    count = 0;
    int i = lineFrom;
    while (true) {
      int start = i;
      while (start < lineTo && bytes[start] == ' ') {
        start++;
      }
      if (start < lineTo && bytes[start] == '"') {
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
        return;
      }
      i++;
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

  /** Whether a cell is empty, {@code ?} or {@code NA}. */
  boolean isMissing(byte[] bytes, int cell) {
    return to[cell] - from[cell] <= 2 && MISSING.contains(text(bytes, cell));
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

  /**
   * Adds the cell whose opening quote precedes {@code start}; returns the position of the next
   * delimiter.
   */
  private int quoted(byte[] bytes, int start, int lineTo) throws BadRow {
    int write = start;
    int i = start;
    while (true) {
      if (i >= lineTo) {
        throw new BadRow("unterminated quote: a quoted cell must not span lines");
      }
      boolean quote = bytes[i] == '"';
      if (quote && i + 1 < lineTo && bytes[i + 1] == '"') {
        i++;
      } else if (quote) {
        break;
      }
      bytes[write++] = bytes[i++];
    }
    add(start, write);
    i++;
    while (i < lineTo && bytes[i] == ' ') {
      i++;
    }
    if (i < lineTo && bytes[i] != delimiter) {
      throw new BadRow("text after the closing quote of " + BadRow.shown(bytes, start, write));
    }
    return i;
  }

  private void add(int start, int end) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = start;
    to[count++] = end;
  }
}
