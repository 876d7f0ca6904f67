package org.sparksoftmax.data;

import java.io.Serializable;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;

/** Takes the rows of a table apart. The last column of each row is the name of its file. */
final class TableRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableSchema schema;

  TableRows(TableSchema schema) {
    this.schema = schema;
  }

  /** Puts one row into {@code sink}; {@code number} counts the rows of the partition from 1. */
  void put(Row row, long number, RowSink sink) {
    try {
      putRow(row, sink);
    } catch (BadRow bad) {
      throw new DataException(
          "%s: row %d of its part: %s"
              .formatted(row.get(row.size() - 1), number, bad.getMessage()));
    }
  }

  private void putRow(Row row, RowSink sink) throws BadRow {
    if (sink.wantsCells()) {
      Object[] cells = new Object[schema.names().length];
      for (int c = 0; c < cells.length; c++) {
        cells[c] = row.get(c);
      }
      sink.cells(cells);
    }
    String label = schema.label() < 0 ? null : text(row, schema.label());
    double weight = schema.weight() < 0 ? 1.0 : number(row, schema.weight());
    if (!(weight >= 0)) {
      throw bad(schema.weight(), "has the weight " + weight + " (must be >= 0)");
    }
    if (schema.vector()) {
      putVector(row, label, weight, sink);
    } else {
      putColumns(row, label, weight, sink);
    }
  }

  private void putColumns(Row row, String label, double weight, RowSink sink) throws BadRow {
    double[] values = new double[schema.features().length];
    String[] symbols = new String[values.length];
    int c = 0;
    for (int j = 0; j < values.length; j++) {
      if (c < schema.categorical().length && schema.categorical()[c] == j) {
        symbols[j] = text(row, schema.features()[j]);
        c++;
      } else {
        values[j] = number(row, schema.features()[j]);
      }
    }
    sink.dense(label, weight, values, symbols);
  }

  private void putVector(Row row, String label, double weight, RowSink sink) throws BadRow {
    int column = schema.features()[0];
    Object vector = row.get(column);
    if (vector instanceof SparseVector sparse) {
      requireFinite(sparse.values(), column);
      sink.sparse(label, weight, sparse.indices(), sparse.values(), sparse.values().length);
    } else if (vector instanceof DenseVector dense) {
      requireFinite(dense.values(), column);
      sink.dense(label, weight, dense.values(), null);
    } else {
      throw bad(column, "is missing (null)");
    }
  }

  private void requireFinite(double[] values, int column) throws BadRow {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw bad(column, "holds " + value + ", which is not finite");
      }
    }
  }

  private String text(Row row, int column) throws BadRow {
    Object cell = row.get(column);
    String text = cell == null ? "" : cell.toString().strip();
    if (text.isEmpty()) {
      throw bad(column, "is missing");
    }
    return cell instanceof Double || cell instanceof Float || column == schema.label()
        ? LabelText.canonical(text)
        : text;
  }

  private double number(Row row, int column) throws BadRow {
    Object cell = row.get(column);
    double value =
        cell instanceof Number n ? n.doubleValue() : cell instanceof Boolean b ? (b ? 1 : 0) : 0;
    if (cell == null) {
      throw bad(column, "is missing (null)");
    }
    if (!Double.isFinite(value)) {
      throw bad(column, "holds " + value + ", which is not finite");
    }
    return value;
  }

  private BadRow bad(int column, String what) {
    return new BadRow("column '%s' %s".formatted(schema.names()[column], what));
  }
}
