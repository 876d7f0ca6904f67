package org.sparksoftmax.data.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.LabelText;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitReader;

/**
 * Reads lines {@code label index:value index:value ... # comment} with indices from 1, increasing.
 */
public final class LibsvmReader implements SplitReader {
  private static final long serialVersionUID = 1L;

  private static final int MAX_INDEX = Integer.MAX_VALUE - 1;

  private final int maxFeatures;

  /**
   * @param maxFeatures the largest permitted index (data.num-features); 0 for no limit
   */
  public LibsvmReader(int maxFeatures) {
    this.maxFeatures = maxFeatures;
  }

  @Override
  public void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException {
    try (TextLines lines = TextLines.open(split, hadoop)) {
      LineParser parser = new LineParser(maxFeatures);
      while (lines.next()) {
        try {
          parser.put(lines.buffer(), lines.from(), lines.to(), sink);
        } catch (BadRow bad) {
          if (!sink.reject(rejected(split, lines, bad, sink.wantsRejectedText()))) {
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

  private static RejectedRow rejected(
      InputSplit split, TextLines lines, BadRow bad, boolean withText) {
    String text = withText ? RejectedRow.text(lines.buffer(), lines.from(), lines.to()) : null;
    return RejectedRow.line(split, lines.number(), bad, text);
  }

  /** Parses the lines of a split. */
  private static final class LineParser {
    private final int maxFeatures;
    private final LabelText labels = new LabelText();
    private int[] columns = new int[256];
    private double[] values = new double[256];
    private int count;

    LineParser(int maxFeatures) {
      this.maxFeatures = maxFeatures;
    }

    void put(byte[] bytes, int from, int lineTo, RowSink sink) throws BadRow {
      int to = from;
      while (to < lineTo && bytes[to] != '#') {
        to++;
      }
      int start = skipBlanks(bytes, from, to);
      if (start == to) {
        return;
      }
      int end = tokenEnd(bytes, start, to);
      for (int i = start; i < end; i++) {
        if (bytes[i] == ':') {
          throw new BadRow(
              String.format(
                  Locale.ROOT,
                  "the line begins with %s where its label should be",
                  BadRow.shown(bytes, start, end)));
        }
      }
      String label = labels.of(bytes, start, end);
      count = 0;
      int last = 0;
      for (int i = skipBlanks(bytes, end, to); i < to; i = skipBlanks(bytes, end, to)) {
        end = tokenEnd(bytes, i, to);
        last = entry(bytes, i, end, last);
      }
      sink.sparse(label, 1.0, columns, values, count);
    }

    private int entry(byte[] bytes, int from, int to, int last) throws BadRow {
      int colon = from;
      while (colon < to && bytes[colon] != ':') {
        colon++;
      }
      if (colon == to) {
        throw new BadRow(
            String.format(
                Locale.ROOT, "%s is not of the form index:value", BadRow.shown(bytes, from, to)));
      }
      int index = index(bytes, from, colon);
      if (index <= last) {
        throw new BadRow(
            index == last
                ? String.format(Locale.ROOT, "index %d is listed twice", index)
                : String.format(
                    Locale.ROOT, "index %d follows %d (indices must increase)", index, last));
      }
      if (maxFeatures > 0 && index > maxFeatures) {
        throw new BadRow(
            String.format(
                Locale.ROOT, "index %d is beyond data.num-features = %d", index, maxFeatures));
      }
      if (count == columns.length) {
        columns = Arrays.copyOf(columns, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      columns[count] = index - 1;
      values[count++] = DecimalParser.finite(bytes, colon + 1, to);
      return index;
    }

    private static int index(byte[] bytes, int from, int to) throws BadRow {
      long index = 0;
      for (int i = from; i < to; i++) {
        int digit = bytes[i] - '0';
        if (digit < 0 || digit > 9 || index > MAX_INDEX) {
          index = 0;
          break;
        }
        index = index * 10 + digit;
      }
      if (index < 1 || index > MAX_INDEX) {
        throw new BadRow(
            String.format(
                Locale.ROOT,
                "index %s is not a whole number from 1 to %d",
                BadRow.shown(bytes, from, to),
                MAX_INDEX));
      }
      return (int) index;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
      int i = from;
      while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
        i++;
      }
      return i;
    }

    private static int tokenEnd(byte[] bytes, int from, int to) {
      int i = from;
      while (i < to && bytes[i] != ' ' && bytes[i] != '\t') {
        i++;
      }
      return i;
    }
  }
}
