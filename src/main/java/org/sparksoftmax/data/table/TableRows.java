package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.source.RowPlaces;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;

/**
 * Parses the rows of a table. The columns of the schema may be followed by a column with the text
 * of the line if it is not a JSON object (else null). The last column is the name of the file.
 */
final class TableRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ColumnSchema schema;
  private final boolean vector;
  private final CellReader cells;
  private final int vectorSize;

  /**
   * @param vectorSize size of dense vectors; 0 if the features are not vectors
   */
  TableRows(TableSchema schema, int vectorSize) {
    this.schema = schema.columns();
    this.vector = schema.vector();
    this.cells = new CellReader(this.schema.names());
    this.vectorSize = vectorSize;
  }

  /**
   * Passes a row to {@code sink}, or rejects it.
   *
   * @param number the 1-based number of the row in the partition
   * @return whether to continue with the next row
   */
  boolean put(Row row, long number, RowSink sink) {
    try {
      putRow(row, sink);
      return true;
    } catch (BadRow bad) {
      String file = RowPlaces.shown(row.getString(row.size() - 1));
      String text = sink.wantsRejectedText() ? asJson(row) : null;
      return sink.reject(
          new RejectedRow(file, RejectedRow.Unit.ROW_OF_PART, number, bad.getMessage(), text));
    }
  }

  /** Passes a row to {@code sink}. */
  void putRow(Row row, RowSink sink) throws BadRow {
    if (unparsed(row) != null) {
      throw new BadRow(TableSource.NOT_AN_OBJECT);
    }
    if (sink.wantsCells()) {
      Object[] found = new Object[schema.names().length];
      Arrays.setAll(found, row::get);
      sink.cells(found);
    }
    String label = schema.label() < 0 ? null : text(row, schema.label());
    if (schema.targets() != null) {
      double[] targets = targets(row);
      label = schema.targets().normalizeInPlace(targets);
      sink.targets(targets);
    }
    double weight = schema.weight() < 0 ? 1.0 : cells.weight(row, schema.weight());
    if (vector) {
      putVector(row, label, weight, sink);
    } else {
      putColumns(row, label, weight, sink);
    }
  }

  /** The target probabilities in class order, before normalisation. */
  private double[] targets(Row row) throws BadRow {
    TargetColumns where = schema.targets();
    double[] targets = new double[where.classes().length];
    double[] vector =
        where.entries() == null
            ? null
            : cells.probabilities(row, where.columns()[0], targets.length);
    for (int k = 0; k < targets.length; k++) {
      int column = where.columns()[vector == null ? k : 0];
      targets[k] = vector == null ? cells.number(row, column) : vector[where.entries()[k]];
      cells.requireFinite(targets[k], column);
      TargetColumns.requireProbability(targets[k], schema.names()[column]);
    }
    return targets;
  }

  private void putColumns(Row row, String label, double weight, RowSink sink) throws BadRow {
    double[] values = new double[schema.features().length];
    String[] symbols = new String[values.length];
    int c = 0;
    int j = 0;
    while (j < values.length) {
      int column = schema.features()[j];
      if (c < schema.categorical().length && schema.categorical()[c] == j) {
        symbols[j] = category(row, column);
        c++;
        j++;
      } else {
        j = putValues(row, j, values);
      }
    }
    sink.dense(label, weight, values, symbols);
  }

  private String category(Row row, int column) throws BadRow {
    if (isMissing(row, column)) {
      return FeatureSchema.MISSING_CATEGORY;
    }
    requireFeature(row, column);
    return text(row, column);
  }

  /** Refuses a missing value of a feature whose column does not accept it. */
  private void requireFeature(Row row, int column) throws BadRow {
    if (row.get(column) == null) {
      throw cells.bad(
          column,
          "is missing (null): see data.missing, or list the column in data.exclude-columns; submit/softmax inspect proposes a configuration");
    }
  }

  /** Puts the values from {@code first} of one column; returns the position behind. */
  private int putValues(Row row, int first, double[] values) throws BadRow {
    int column = schema.features()[first];
    int end = first + 1;
    while (end < values.length
        && schema.features()[end] == column
        && !schema.parts()[first].equals(ColumnPart.WHOLE)) {
      end++;
    }
    if (isMissing(row, column)) {
      Arrays.fill(values, first, end, Double.NaN);
      return end;
    }
    requireFeature(row, column);
    if (schema.parts()[first] instanceof ColumnPart.Element) {
      double[] entries = cells.entries(row, column, entries(first, end), schema.acceptsMissing());
      for (int j = first; j < end; j++) {
        values[j] = entries[((ColumnPart.Element) schema.parts()[j]).index()];
      }
    } else if (schema.parts()[first] instanceof ColumnPart.OfDateTime) {
      LocalDateTime time = cells.time(row, column);
      for (int j = first; j < end; j++) {
        values[j] = ((ColumnPart.OfDateTime) schema.parts()[j]).of(time);
      }
    } else {
      values[first] = cells.number(row, column);
    }
    return end;
  }

  private int entries(int first, int end) {
    int size = 0;
    for (int j = first; j < end; j++) {
      size = Math.max(size, 1 + ((ColumnPart.Element) schema.parts()[j]).index());
    }
    return size;
  }

  /** Whether a cell is null, NaN or blank and its column accepts that. */
  private boolean isMissing(Row row, int column) {
    if (!schema.acceptsMissing()) {
      return false;
    }
    Object cell = row.get(column);
    return cell == null
        || (cell instanceof Double number && number.isNaN())
        || (cell instanceof Float single && single.isNaN())
        || (cell instanceof String text && text.isBlank());
  }

  private void putVector(Row row, String label, double weight, RowSink sink) throws BadRow {
    int column = schema.features()[0];
    if (row.get(column) instanceof SparseVector sparse) {
      cells.requireFinite(sparse.values(), column);
      sink.sparse(label, weight, sparse.indices(), sparse.values(), sparse.values().length);
      return;
    }
    requireFeature(row, column);
    sink.dense(label, weight, cells.entries(row, column, vectorSize, false), null);
  }

  private String text(Row row, int column) throws BadRow {
    Object cell = row.get(column);
    if (cell instanceof Double || cell instanceof Float) {
      cells.requireFinite(((Number) cell).doubleValue(), column);
    }
    String text = cell == null ? "" : cells.text(row, column);
    if (text.isEmpty()) {
      throw cells.bad(column, "is missing");
    }
    return text;
  }

  /** The line that Spark could not parse; null if it could. */
  private String unparsed(Row row) {
    int behind = schema.names().length;
    return row.size() == behind + 2 ? row.getString(behind) : null;
  }

  /** The row as a JSON object, or the line that is not one. */
  private String asJson(Row row) {
    String line = unparsed(row);
    if (line != null) {
      return RejectedRow.text(line);
    }
    return RejectedRow.text(RowJson.of(row, schema.names()));
  }
}
