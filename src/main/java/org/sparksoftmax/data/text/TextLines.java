package org.sparksoftmax.data.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.text.ByteWords;

/**
 * The lines of a split as slices of one buffer: {@link #buffer} from {@link #from} to {@link #to},
 * valid until {@link #next}, without the line terminator (LF or CR LF) and without a byte order
 * mark. The caller may overwrite the slice.
 *
 * <p>A line belongs to the split {@code [start, end)} if it begins in {@code (start, end]}, or at
 * 0: the reader of a split with {@code start > 0} skips the rest of the line at {@code start} and
 * reads the line that begins at {@code end}. Exactly one split reads each line, wherever the split
 * boundaries are.
 */
final class TextLines implements Closeable {

  /** What to do about a line that is not text in the encoding. */
  static final String SET_ENCODING = "set data.encoding, for example to ISO-8859-1 or windows-1252";

  static final int MAX_LINE = 256 << 20;
  private static final int BUFFER = 256 << 10;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LINE_FEEDS = ByteWords.repeated((byte) '\n');

  private final InputSplit split;
  private final Configuration hadoop;
  private final TextStream text;
  private final long end;
  private final int maxLine;
  private byte[] buffer;

  /** Position in the file of {@code buffer[0]}. */
  private long bufferStart;

  /** The start of the next line, and the end of the bytes read so far. */
  private int position;

  private int limit;
  private int from;
  private int to;
  private long number;

  /** Whether the line may have bytes above 127. */
  private boolean mayBeNonAscii;

  private TextLines(InputSplit split, Configuration hadoop, TextStream text, int maxLine) {
    this.split = split;
    this.hadoop = hadoop;
    this.text = text;
    this.end = text.isWhole() ? Long.MAX_VALUE : split.end();
    this.maxLine = maxLine;
    this.buffer = new byte[Math.min(BUFFER, maxLine)];
    this.bufferStart = split.start();
  }

  /**
   * Opens a split.
   *
   * @param encoding the name of the encoding of the file
   */
  static TextLines open(InputSplit split, String encoding, Configuration hadoop)
      throws IOException {
    return open(split, encoding, hadoop, MAX_LINE);
  }

  /** Opens a split; a line of more than about {@code maxLine} bytes is an error. */
  static TextLines open(InputSplit split, String encoding, Configuration hadoop, int maxLine)
      throws IOException {
    TextStream text = TextStream.open(split, encoding, hadoop);
    TextLines lines = new TextLines(split, hadoop, text, maxLine);
    try {
      if (split.start() == 0) {
        lines.skipByteOrderMark();
      } else {
        lines.scan();
      }
      return lines;
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  /** Moves to the next line; returns false at the end of the split. */
  boolean next() throws IOException {
    if (bufferStart + position > end || !scan()) {
      return false;
    }
    number++;
    return true;
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /**
   * Checks that the line is valid text.
   *
   * @param last the end of the part to check
   */
  void requireText(int last) throws BadRow {
    int invalid = mayBeNonAscii ? Utf8.firstInvalid(buffer, from, last) : -1;
    if (invalid >= 0) {
      int shown = Math.max(from, invalid - 30);
      while (shown < invalid && (buffer[shown] & 0xC0) == 0x80) {
        shown++;
      }
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "the line is not %s text after %s: %s",
              text.encoding(),
              BadRow.shown(buffer, shown, invalid),
              SET_ENCODING));
    }
  }

  /** 1-based number of the line, counted from the first line of the split. */
  long number() {
    return number;
  }

  /**
   * The exact place of the line. Reads the file up to the split, so use it only for error messages.
   */
  String place() throws IOException {
    return split.place(linesBefore(split, hadoop) + number);
  }

  /**
   * The number of lines of the file before the split, an offset for {@link #number}. Reads the file
   * up to the split, unless the split starts at 0.
   */
  static long linesBefore(InputSplit split, Configuration hadoop) throws IOException {
    if (split.start() == 0) {
      return 0;
    }
    // The line at split.start() belongs to the previous split.
    long lines = 1;
    byte[] chunk = new byte[BUFFER];
    try (InputStream in = InputFiles.openStored(split.file(), hadoop)) {
      long left = split.start();
      int read;
      while (left > 0 && (read = in.read(chunk, 0, (int) Math.min(left, chunk.length))) > 0) {
        for (int i = 0; i < read; i++) {
          lines += chunk[i] == '\n' ? 1 : 0;
        }
        left -= read;
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private void skipByteOrderMark() throws IOException {
    boolean more = true;
    while (limit < 3 && more) {
      more = fill();
    }
    if (limit >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      position = 3;
    }
  }

  /**
   * Sets the slice to the line at {@code position} and moves past it; returns false at the end of
   * the file.
   */
  private boolean scan() throws IOException {
    int scanned = 0;
    mayBeNonAscii = false;
    while (true) {
      int newline = newline(buffer, position + scanned, limit);
      if (newline < limit) {
        slice(newline);
        position = newline + 1;
        return true;
      }
      scanned = limit - position;
      if (!fill()) {
        slice(limit);
        position = limit;
        return scanned > 0;
      }
    }
  }

  private void slice(int end) {
    from = position;
    to = end > position && buffer[end - 1] == '\r' ? end - 1 : end;
  }

  /** Moves the current line to the start of the buffer and reads more bytes after it. */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      bufferStart += position;
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      if (limit >= maxLine) {
        throw new DataException(
            split.place(linesBefore(split, hadoop) + number + 1)
                + ": the line is longer than "
                + maxLine
                + " bytes: is this a text file?");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, maxLine));
    }
    int read = text.in().read(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read >= 0;
  }

  /**
   * The index of the first LF, or {@code last} if there is none; scans eight bytes at a time. Notes
   * bytes above 127, at times also of the next line.
   */
  private int newline(byte[] bytes, int first, int last) {
    int i = first;
    long seen = 0;
    for (; i + ByteWords.BYTES <= last; i += ByteWords.BYTES) {
      long word = ByteWords.word(bytes, i);
      seen |= word;
      long found = ByteWords.matches(word, LINE_FEEDS);
      if (found != 0) {
        mayBeNonAscii |= (seen & HIGH_BITS) != 0;
        return i + ByteWords.index(found);
      }
    }
    while (i < last && bytes[i] != '\n') {
      seen |= bytes[i];
      i++;
    }
    mayBeNonAscii |= (seen & HIGH_BITS) != 0;
    return i;
  }
}
