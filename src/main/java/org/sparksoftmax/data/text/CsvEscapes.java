package org.sparksoftmax.data.text;

/** Finds and removes the escapes of cells without quotes, see {@link CsvCells}. */
record CsvEscapes(byte delimiter, byte quote, byte escape) {

  /** Python's writer also escapes it in files without quotes. */
  private static final byte PYTHON_QUOTE = '"';

  /** Whether the delimiter at {@code end} has an odd number of escapes before it. */
  boolean delimiterIsEscaped(byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && bytes[i - 1] == escape) {
      i--;
    }
    return bytes[end] == delimiter && (end - i) % 2 == 1;
  }

  boolean hasQuote(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == quote) {
        return true;
      }
    }
    return false;
  }

  /** Removes the escapes of a cell; returns its new end. */
  int unescape(byte[] bytes, int start, int end) {
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

  boolean hasEscapedQuote(byte[] bytes, int start, int lineTo) {
    for (int i = start + 1; i < lineTo; i++) {
      if (bytes[i] == quote && bytes[i - 1] == '\\') {
        return true;
      }
    }
    return false;
  }
}
