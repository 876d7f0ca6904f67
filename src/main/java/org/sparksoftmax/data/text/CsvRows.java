package org.sparksoftmax.data.text;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DateTimeText;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.TextCache;
import org.sparksoftmax.model.ColumnPart;

/** Converts the cells of each line of a split to a row. */
final class CsvRows {
  private final ColumnSchema schema;
  private final CsvSchema file;
  private final RowSink sink;
  private final CsvCells cells;
  private final FolderCells folders;

  /** The texts of unquoted cells, empty for missing ones, and of quoted cells. */
  private final TextCache texts;

  private final TextCache quotedTexts = new TextCache(text -> text);
  private final double[] values;

  /** Whether each value is part of a point in time. */
  private final boolean[] isTime;

  private final String[] symbols;
  private final double[] targets;

  /** The line, or its copy, with its end and length. */
  private byte[] bytes;

  private int end;
  private int length;

  CsvRows(CsvSchema file, String path, RowSink sink) {
    CsvSyntax syntax = file.syntax();
    this.file = file;
    this.schema = file.columns();
    this.sink = sink;
    this.cells = new CsvCells(syntax);
    this.folders =
        file.folders() == 0 ? null : new FolderCells(path, file.folders(), syntax.delimiter());
    this.texts = new TextCache(text -> syntax.isMissing(text) ? "" : text);
    this.values = new double[schema.features().length];
    this.isTime = new boolean[values.length];
    for (int j = 0; j < values.length; j++) {
      isTime[j] = schema.parts()[j] instanceof ColumnPart.OfDateTime;
    }
    this.symbols = schema.categorical().length == 0 ? null : new String[values.length];
    this.targets = schema.targets() == null ? null : new double[schema.targets().classes().length];
  }

  /**
   * Finds the cells of a line, which it may overwrite.
   *
   * @return false if the line is blank
   */
  boolean parse(byte[] line, int from, int to) throws BadRow {
    bytes = folders == null ? line : folders.copy(line, from, to);
    int start = folders == null ? from : 0;
    length = to - from;
    end = start + length;
    cells.parse(bytes, start, end);
    return cells.count() > 1 || cells.from(0) < cells.to(0);
  }

  /** Checks that the line is the header of the first file. */
  void requireHeader() throws BadRow {
    String[] found = cells.texts(bytes);
    String[] expected = file.header();
    int differing = Arrays.mismatch(found, expected);
    if (differing >= 0) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "the header differs from that of the first file at column %d: %s instead of %s",
              differing,
              differing < found.length ? "'" + found[differing] + "'" : "nothing",
              differing < expected.length ? "'" + expected[differing] + "'" : "nothing"));
    }
  }

  /** Passes the row of the line to the sink. */
  void put() throws BadRow {
    if (cells.count() != file.width()) {
      throw CellProblems.width(
          cells.count(), file.width(), file.syntax(), bytes, end - length, end);
    }
    if (folders != null) {
      folders.addTo(cells, end);
    }
    if (sink.wantsCells()) {
      sink.cells(cells.values(bytes));
    }
    String label = targets == null ? label() : targets();
    double weight = schema.weight() < 0 ? 1.0 : weight();
    int j = 0;
    try {
      int c = 0;
      for (; j < values.length; j++) {
        if (c < schema.categorical().length && schema.categorical()[c] == j) {
          symbols[j] = category(schema.features()[j]);
          c++;
        } else {
          values[j] = value(j);
        }
      }
    } catch (BadRow bad) {
      throw withOtherColumns(bad, j);
    }
    if (targets != null) {
      sink.targets(targets);
    }
    sink.dense(label, weight, values, symbols);
  }

  private double value(int j) throws BadRow {
    int column = schema.features()[j];
    return isTime[j] ? part(column, (ColumnPart.OfDateTime) schema.parts()[j]) : number(column);
  }

  /** Adds the other columns of the line whose cells cannot be used, so that one message has all. */
  private BadRow withOtherColumns(BadRow bad, int failed) {
    Set<String> others = new LinkedHashSet<>();
    for (int j = failed + 1; j < values.length; j++) {
      int column = schema.features()[j];
      if (column == schema.features()[failed]) { // another part of it
        continue;
      }
      try {
        if (Arrays.binarySearch(schema.categorical(), j) >= 0) {
          category(column);
        } else {
          value(j);
        }
      } catch (BadRow other) {
        String cell = BadRow.shown(bytes, cells.from(column), cells.to(column));
        others.add(String.format(Locale.ROOT, "'%s' (%s)", schema.name(column), cell));
      }
    }
    return UnusableColumns.add(bad, others);
  }

  private String category(int column) throws BadRow {
    String category = text(column);
    if (category.isEmpty() && !schema.acceptsMissing()) {
      throw missing(column);
    }
    return category; // FeatureSchema.MISSING_CATEGORY is empty
  }

  /** The text of a cell; empty if it is missing. */
  private String text(int column) {
    TextCache cache = cells.isQuoted(bytes, column) ? quotedTexts : texts;
    return cache.of(bytes, cells.from(column), cells.to(column));
  }

  /** A number derived from a point in time; NaN if the cell is missing and may be. */
  private double part(int column, ColumnPart.OfDateTime part) throws BadRow {
    if (isMissing(column)) {
      return Double.NaN;
    }
    try {
      return part.of(DateTimeText.parse(cells.text(bytes, column)));
    } catch (BadRow bad) {
      throw new BadRow(
          String.format(
              Locale.ROOT, "column '%s' holds %s", schema.name(column), bad.getMessage()));
    }
  }

  /** Whether a cell is missing, which columns must accept. */
  private boolean isMissing(int column) throws BadRow {
    boolean missing = cells.isMissing(bytes, column);
    if (missing && !schema.acceptsMissing()) {
      throw missing(column);
    }
    return missing;
  }

  /** A number, true or false; NaN if the cell is missing and may be. */
  private double number(int column) throws BadRow {
    int from = cells.from(column);
    int to = cells.to(column);
    double value = DecimalParser.parse(bytes, from, to);
    if (Double.isFinite(value)) {
      return value;
    }
    if (isMissing(column)) {
      return Double.NaN;
    }
    if (cells.isTruth(bytes, column, true) || cells.isTruth(bytes, column, false)) {
      return cells.isTruth(bytes, column, true) ? 1 : 0;
    }
    String problem = DecimalParser.problem(bytes, from, to);
    throw new BadRow(
        String.format(
            Locale.ROOT,
            "column '%s' holds %s, which is %s%s",
            schema.name(column),
            BadRow.shown(bytes, from, to),
            problem,
            "not a number".equals(problem) ? CellProblems.remedy(cells.text(bytes, column)) : ""));
  }

  private double weight() throws BadRow {
    int column = schema.weight();
    double weight = number(column);
    if (Double.isNaN(weight)) {
      throw missing(column);
    }
    if (weight < 0) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "weight %s in column '%s' is negative (must be >= 0)",
              weight,
              schema.name(column)));
    }
    RowSink.requireSummable(weight, schema.name(column));
    return weight;
  }

  private String label() throws BadRow {
    int column = schema.label();
    if (column < 0) {
      return null;
    }
    String label = text(column);
    if (label.isEmpty()) {
      throw CellProblems.missingLabel(schema.name(column), cells.text(bytes, column));
    }
    return label;
  }

  /** Fills {@link #targets} and returns the class of the largest probability. */
  private String targets() throws BadRow {
    for (int k = 0; k < targets.length; k++) {
      targets[k] = target(schema.targets().columns()[k]);
    }
    return schema.targets().normalizeInPlace(targets);
  }

  private double target(int column) throws BadRow {
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

  private BadRow missing(int column) {
    String name = schema.name(column);
    String cell = cells.text(bytes, column);
    return column == schema.weight()
        ? CellProblems.missingWeight(name, cell)
        : CellProblems.missing(name, cell);
  }
}
