package org.sparksoftmax.data.text;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitReader;

/**
 * Reads csv and tsv files. Parses numbers directly from bytes and decodes only labels and
 * categories as text.
 */
public final class CsvReader implements SplitReader {
  private static final long serialVersionUID = 1L;

  private final CsvSchema schema;

  public CsvReader(CsvSchema schema) {
    this.schema = schema;
  }

  /** Whether a message says that a line is not text in the encoding of the file. */
  public static boolean isNotText(String message) {
    return message.endsWith(TextLines.SET_ENCODING);
  }

  @Override
  public void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException {
    try (TextLines lines = TextLines.open(split, schema.encoding(), hadoop)) {
      CsvRows rows = new CsvRows(schema, split.file(), sink);
      boolean headerDue = schema.header() != null && split.start() == 0;
      LineCopy copy = sink.wantsRejectedText() ? new LineCopy() : null;
      while (lines.next()) {
        if (copy != null) {
          copy.take(lines.buffer(), lines.from(), lines.to());
        }
        try {
          lines.requireText(lines.to());
          if (!rows.parse(lines.buffer(), lines.from(), lines.to())) {
            continue;
          }
          if (headerDue) {
            rows.requireHeader();
            headerDue = false;
          } else {
            rows.put();
          }
        } catch (BadRow bad) {
          if (headerDue) {
            throw new DataException(lines.place() + ": " + bad.getMessage());
          }
          String text = copy == null ? null : copy.text();
          if (!sink.reject(RejectedRow.line(split, lines.number(), bad, text))) {
            return;
          }
        }
      }
    }
  }

  @Override
  public long rowsBefore(InputSplit split, Configuration hadoop) throws IOException {
    return TextLines.linesBefore(split, hadoop);
  }

  /** A copy of the unparsed line, because parsing overwrites doubled quotes. */
  private static final class LineCopy {
    private byte[] bytes = new byte[0];
    private int length;

    void take(byte[] line, int from, int to) {
      length = to - from;
      if (bytes.length < length) {
        bytes = new byte[Math.max(length, 2 * bytes.length)];
      }
      System.arraycopy(line, from, bytes, 0, length);
    }

    String text() {
      return RejectedRow.text(bytes, 0, length);
    }
  }
}
