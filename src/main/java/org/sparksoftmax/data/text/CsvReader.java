package org.sparksoftmax.data.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.LabelText;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitReader;
import org.sparksoftmax.data.row.TextCache;

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

  @Override
  public void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException {
    try (TextLines lines = TextLines.open(split, hadoop)) {
      Rows rows = new Rows(schema, sink);
      boolean headerDue = schema.columns().names() != null && split.start() == 0;
      LineCopy copy = sink.wantsRejectedText() ? new LineCopy() : null;
      while (lines.next()) {
        if (copy != null) {
          copy.take(lines.buffer(), lines.from(), lines.to());
        }
        try {
          rows.cells.parse(lines.buffer(), lines.from(), lines.to());
          boolean blank = rows.cells.count() == 1 && rows.cells.from(0) == rows.cells.to(0);
          if (blank) {
            continue;
          }
          if (headerDue) {
            rows.requireHeader(lines.buffer());
            headerDue = false;
          } else {
            rows.put(lines.buffer());
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

  /** Converts the cells of each line to a row. */
  private static final class Rows {
    private final ColumnSchema schema;
    private final RowSink sink;
    private final CsvCells cells;
    private final LabelText labels = new LabelText();
    private final TextCache categories = new TextCache(text -> text);
    private final double[] values;
    private final String[] symbols;
    private final double[] targets;

    Rows(CsvSchema schema, RowSink sink) {
      this.schema = schema.columns();
      this.sink = sink;
      this.cells = new CsvCells(schema.delimiter());
      this.values = new double[this.schema.features().length];
      this.symbols = this.schema.categorical().length == 0 ? null : new String[values.length];
      this.targets =
          this.schema.targets() == null ? null : new double[this.schema.targets().classes().length];
    }

    void requireHeader(byte[] bytes) throws BadRow {
      String[] found = cells.texts(bytes);
      int differing = Arrays.mismatch(found, schema.names());
      if (differing >= 0) {
        throw new BadRow(
            String.format(
                Locale.ROOT,
                "the header differs from that of the first file at column %d: %s instead of %s",
                differing,
                differing < found.length ? "'" + found[differing] + "'" : "nothing",
                differing < schema.width() ? "'" + schema.names()[differing] + "'" : "nothing"));
      }
    }

    void put(byte[] bytes) throws BadRow {
      if (cells.count() != schema.width()) {
        throw new BadRow(
            String.format(
                Locale.ROOT, "the line has %d cells, expected %d", cells.count(), schema.width()));
      }
      String label = targets == null ? label(bytes) : targets(bytes);
      double weight = schema.weight() < 0 ? 1.0 : weight(bytes);
      int c = 0;
      for (int j = 0; j < values.length; j++) {
        int column = schema.features()[j];
        if (c < schema.categorical().length && schema.categorical()[c] == j) {
          requirePresent(bytes, column);
          symbols[j] = categories.of(bytes, cells.from(column), cells.to(column));
          c++;
        } else {
          values[j] = number(bytes, column);
        }
      }
      if (sink.wantsCells()) {
        sink.cells(cells.texts(bytes));
      }
      if (targets != null) {
        sink.targets(targets);
      }
      sink.dense(label, weight, values, symbols);
    }

    private double number(byte[] bytes, int column) throws BadRow {
      int from = cells.from(column);
      int to = cells.to(column);
      double value = DecimalParser.parse(bytes, from, to);
      if (Double.isFinite(value)) {
        return value;
      }
      requirePresent(bytes, column);
      String problem = DecimalParser.problem(bytes, from, to);
      String remedy =
          "not a number".equals(problem)
              ? ": list the column in data.categorical-columns to one-hot encode it, or leave it out of data.feature-columns"
              : "";
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "column '%s' holds %s, which is %s%s",
              schema.name(column),
              BadRow.shown(bytes, from, to),
              problem,
              remedy));
    }

    private double weight(byte[] bytes) throws BadRow {
      double weight = number(bytes, schema.weight());
      if (weight < 0) {
        throw new BadRow(
            String.format(
                Locale.ROOT,
                "weight %s in column '%s' is negative (must be >= 0)",
                weight,
                schema.name(schema.weight())));
      }
      return weight;
    }

    private String label(byte[] bytes) throws BadRow {
      int column = schema.label();
      if (column < 0) {
        return null;
      }
      if (cells.from(column) == cells.to(column)) {
        throw new BadRow(
            String.format(Locale.ROOT, "the label in column '%s' is missing", schema.name(column)));
      }
      return labels.of(bytes, cells.from(column), cells.to(column));
    }

    /** Fills {@link #targets} and returns the class of the largest probability. */
    private String targets(byte[] bytes) throws BadRow {
      for (int k = 0; k < targets.length; k++) {
        targets[k] = target(bytes, schema.targets().columns()[k]);
      }
      return schema.targets().normalizeInPlace(targets);
    }

    private double target(byte[] bytes, int column) throws BadRow {
      int from = cells.from(column);
      int to = cells.to(column);
      double target = DecimalParser.parse(bytes, from, to);
      if (Double.isFinite(target)) {
        TargetColumns.requireProbability(target, schema.name(column));
        return target;
      }
      throw new BadRow(
          cells.isMissing(bytes, column)
              ? String.format(
                  Locale.ROOT,
                  "the target probability in column '%s' is missing",
                  schema.name(column))
              : String.format(
                  Locale.ROOT,
                  "column '%s' holds %s, which is %s",
                  schema.name(column),
                  BadRow.shown(bytes, from, to),
                  DecimalParser.problem(bytes, from, to)));
    }

    private void requirePresent(byte[] bytes, int column) throws BadRow {
      if (cells.isMissing(bytes, column)) {
        throw new BadRow(
            String.format(
                Locale.ROOT,
                "the value in column '%s' is missing ('%s'): fill it, or leave the column out of data.feature-columns",
                schema.name(column),
                cells.text(bytes, column)));
      }
    }
  }
}
