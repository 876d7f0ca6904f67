package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.row.RowSink;

/**
 * Reads and checks the cells of rows of Spark SQL.
 *
 * @param columns the name of each column, for messages
 */
record CellReader(String[] columns) implements Serializable {

  /** Returns the exception for a bad cell in {@code column}. */
  BadRow bad(int column, String what) {
    return new BadRow(String.format(Locale.ROOT, "column '%s' %s", columns[column], what));
  }

  /** Reads a number, a boolean, or the text of a number as a finite number. */
  double number(Row row, int column) throws BadRow {
    Object cell = present(row, column);
    if (cell instanceof String text) {
      return number(text.strip(), column);
    }
    double value =
        cell instanceof Number n ? n.doubleValue() : cell instanceof Boolean b ? (b ? 1 : 0) : 0;
    requireFinite(value, column);
    return value;
  }

  private double number(String text, int column) throws BadRow {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return DecimalParser.finite(bytes, 0, bytes.length);
    } catch (BadRow bad) {
      throw bad(column, "holds " + bad.getMessage());
    }
  }

  /** Reads an example weight. */
  double weight(Row row, int column) throws BadRow {
    double weight = number(row, column);
    if (!(weight >= 0)) {
      throw bad(column, "has the weight " + weight + " (must be >= 0)");
    }
    RowSink.requireSummable(weight, columns[column]);
    return weight;
  }

  /**
   * Reads the entries of a vector or array, one for each class. The result must not be modified.
   */
  double[] probabilities(Row row, int column, int classes) throws BadRow {
    Object cell = present(row, column);
    int length = length(row, column);
    if (length != classes) {
      throw bad(
          column,
          String.format(
              Locale.ROOT,
              "holds %d target probabilities, expected %d, one for each class",
              length,
              classes));
    }
    if (cell instanceof Vector vector) {
      return vector.toArray();
    }
    List<Object> list = row.getList(column);
    double[] entries = new double[length];
    for (int k = 0; k < length; k++) {
      if (!(list.get(k) instanceof Number number)) {
        throw bad(column, "holds an array with a missing value (null)");
      }
      entries[k] = number.doubleValue();
    }
    return entries;
  }

  /**
   * Reads the entries of a vector or array. The result must not be modified.
   *
   * @param size the number of entries
   * @param acceptsMissing whether an entry may be null or NaN, which is returned as NaN
   */
  double[] entries(Row row, int column, int size, boolean acceptsMissing) throws BadRow {
    Object cell = row.get(column);
    int length = length(row, column);
    if (length != size) {
      throw bad(
          column,
          String.format(
              Locale.ROOT,
              "holds %s of %d values, expected %d as in the first row",
              cell instanceof Vector ? "a vector" : "an array",
              length,
              size));
    }
    double[] entries = cell instanceof Vector vector ? vector.toArray() : new double[size];
    List<Object> list = cell instanceof Vector ? List.of() : row.getList(column);
    for (int k = 0; k < list.size(); k++) {
      if (list.get(k) == null && !acceptsMissing) {
        throw bad(column, "holds an array with a missing value (null)");
      }
      entries[k] = list.get(k) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
    for (double value : entries) {
      if (!Double.isFinite(value) && !(acceptsMissing && Double.isNaN(value))) {
        requireFinite(value, column);
      }
    }
    return entries;
  }

  /** Reads the text of a cell. */
  String text(Row row, int column) throws BadRow {
    try {
      return CellText.of(row.get(column));
    } catch (BadRow bad) {
      throw bad(column, bad.getMessage());
    }
  }

  /** Reads a date or point in time, in UTC. */
  LocalDateTime time(Row row, int column) throws BadRow {
    Object cell = present(row, column);
    try {
      return CellText.time(cell);
    } catch (BadRow bad) {
      throw bad(column, "holds " + bad.getMessage());
    }
  }

  /** Reads a cell, which must not be null. */
  Object present(Row row, int column) throws BadRow {
    Object cell = row.get(column);
    if (cell == null) {
      throw bad(column, "is missing (null)");
    }
    return cell;
  }

  void requireFinite(double[] values, int column) throws BadRow {
    for (double value : values) {
      requireFinite(value, column);
    }
  }

  void requireFinite(double value, int column) throws BadRow {
    if (!Double.isFinite(value)) {
      throw bad(column, "holds " + value + ", which is not finite");
    }
  }

  /**
   * The length of the first vector or array of a column, which is found by position because its
   * name may have dots, or differ from another in case only; 0 if there is none.
   */
  static int firstLength(Dataset<Row> frame, int column) {
    String[] numbers =
        IntStream.range(0, frame.columns().length)
            .mapToObj(Integer::toString)
            .toArray(String[]::new);
    Dataset<Row> numbered = frame.toDF(numbers);
    return firstLength(numbered, numbered.col(numbers[column]));
  }

  /** The length of the first vector or array of a column; 0 if there is none. */
  static int firstLength(Dataset<Row> frame, Column vectors) {
    List<Row> first = frame.select(vectors).filter(vectors.isNotNull()).takeAsList(1);
    return first.isEmpty() ? 0 : length(first.get(0), 0);
  }

  private static int length(Row row, int column) {
    return row.get(column) instanceof Vector vector ? vector.size() : row.getList(column).size();
  }
}
