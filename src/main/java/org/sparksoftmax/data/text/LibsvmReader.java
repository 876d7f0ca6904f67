package org.sparksoftmax.data.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.LabelText;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitReader;
import org.sparksoftmax.data.row.TextCache;
import org.sparksoftmax.text.ByteWords;

/**
 * Reads lines {@code label index:value index:value ... # comment} with increasing indices. Blanks
 * may follow a colon.
 */
public final class LibsvmReader implements SplitReader {
  private static final long serialVersionUID = 1L;

  private static final int MAX_INDEX = Integer.MAX_VALUE - 1;
  private static final long SPACES = ByteWords.repeated((byte) ' ');
  private static final long TABS = ByteWords.repeated((byte) '\t');

  private final LibsvmForm form;

  public LibsvmReader(LibsvmForm form) {
    this.form = form;
  }

  /**
   * Creates a reader of files with the default configuration.
   *
   * @param maxFeatures the largest permitted index (data.num-features); 0 for no limit
   */
  public LibsvmReader(int maxFeatures) {
    this(LibsvmForm.standard(maxFeatures));
  }

  @Override
  public void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException {
    try (TextLines lines = TextLines.open(split, form.encoding(), hadoop)) {
      LineParser parser = new LineParser(form);
      while (lines.next()) {
        try {
          int to = ByteWords.indexOf((byte) '#', lines.buffer(), lines.from(), lines.to());
          lines.requireText(to);
          parser.put(lines.buffer(), lines.from(), to, sink);
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
    private final int base;
    private final int maxFeatures;

    /** The labels; empty if a row has none, or several. */
    private final TextCache labels;

    private int[] columns = new int[256];
    private double[] values = new double[256];
    private int count;

    LineParser(LibsvmForm form) {
      this.base = form.base();
      this.maxFeatures = form.maxFeatures();
      Set<String> nullValues = form.nullValues();
      this.labels = new TextCache(text -> label(text, nullValues));
    }

    void put(byte[] bytes, int from, int to, RowSink sink) throws BadRow {
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
      if (label.isEmpty()) {
        throw noLabel(BadRow.shown(bytes, start, end));
      }
      count = 0;
      int last = base - 1;
      for (int i = skipBlanks(bytes, end, to); i < to; i = skipBlanks(bytes, end, to)) {
        int colon = colon(bytes, i, to);
        int value = skipBlanks(bytes, colon + 1, to); // as LIBSVM does
        end = tokenEnd(bytes, value, to);
        last = add(bytes, i, colon, value, end, last);
      }
      sink.sparse(label, 1.0, columns, values, count);
    }

    /** The position of the colon behind the index that starts at {@code from}. */
    private static int colon(byte[] bytes, int from, int to) throws BadRow {
      int i = from;
      if (from + ByteWords.BYTES <= bytes.length) {
        i += ByteWords.digits(ByteWords.word(bytes, from));
      }
      while (i < to && bytes[i] != ':' && bytes[i] != ' ' && bytes[i] != '\t') {
        i++;
      }
      if (i >= to || bytes[i] != ':') {
        int end = Math.min(i, to);
        throw new BadRow(
            String.format(
                Locale.ROOT, "%s is not of the form index:value", BadRow.shown(bytes, from, end)));
      }
      return i;
    }

    /** Adds the value in a slice, at the index between {@code from} and {@code colon}. */
    private int add(byte[] bytes, int from, int colon, int valueFrom, int valueTo, int last)
        throws BadRow {
      int index = index(bytes, from, colon, base);
      if (index <= last) {
        throw notIncreasing(index, last);
      }
      if (maxFeatures > 0 && index - base >= maxFeatures) {
        throw new BadRow(
            String.format(
                Locale.ROOT, "index %d is beyond data.num-features = %d", index, maxFeatures));
      }
      if (count == columns.length) {
        columns = Arrays.copyOf(columns, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      columns[count] = index - base;
      values[count++] = DecimalParser.finite(bytes, valueFrom, valueTo);
      return index;
    }

    private static int index(byte[] bytes, int from, int to, int base) throws BadRow {
      int length = to - from;
      if (length > 0 && length <= ByteWords.BYTES && from + ByteWords.BYTES <= bytes.length) {
        long number = ByteWords.number(ByteWords.word(bytes, from), length);
        if (number >= base) {
          return (int) number;
        }
      }
      int max = MAX_INDEX - 1 + base;
      long index = from == to ? -1 : 0;
      for (int i = from; i < to; i++) {
        int digit = bytes[i] - '0';
        if (digit < 0 || digit > 9 || index > MAX_INDEX) {
          index = -1;
          break;
        }
        index = index * 10 + digit;
      }
      if (index < base || index > max) {
        throw noIndex(BadRow.shown(bytes, from, to), base, max);
      }
      return (int) index;
    }

    private static BadRow notIncreasing(int index, int last) {
      return new BadRow(
          index == last
              ? String.format(Locale.ROOT, "index %d is listed twice", index)
              : String.format(
                  Locale.ROOT, "index %d follows %d (indices must increase)", index, last));
    }

    private static BadRow noIndex(String shown, int base, int max) {
      if (shown.equals("'qid'")) {
        return new BadRow(
            "the row has a qid: rows in groups, for ranking, are not supported; remove it");
      }
      boolean from0 = shown.matches("'0+'");
      return new BadRow(
          String.format(
              Locale.ROOT,
              "index %s is not a whole number from %d to %d%s",
              shown,
              base,
              max,
              from0 ? ": set data.index-base = 0 if indices start from 0" : ""));
    }

    private static BadRow noLabel(String shown) {
      return new BadRow(
          shown.contains(",")
              ? String.format(
                  Locale.ROOT,
                  "the row has several labels (%s), which is not supported: give it one",
                  shown)
              : String.format(Locale.ROOT, "the label is missing (%s)", shown));
    }

    /** The label; empty if it is missing, or if there are several, such as {@code 1,3}. */
    private static String label(String text, Set<String> nullValues) {
      boolean several =
          text.indexOf(',') >= 0 && Stream.of(text.split(",", -1)).allMatch(CsvCells::isNumber);
      return several || nullValues.contains(text) ? "" : LabelText.canonical(text);
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
      while (i < to && i + ByteWords.BYTES <= bytes.length) {
        long word = ByteWords.word(bytes, i);
        long blanks = ByteWords.matches(word, SPACES) | ByteWords.matches(word, TABS);
        i += ByteWords.index(blanks);
        if (blanks != 0) {
          return Math.min(i, to);
        }
      }
      while (i < to && bytes[i] != ' ' && bytes[i] != '\t') {
        i++;
      }
      return Math.min(i, to);
    }
  }
}
