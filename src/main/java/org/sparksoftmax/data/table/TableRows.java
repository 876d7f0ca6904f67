package org.sparksoftmax.data.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.LabelText;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Parses the rows of a table. The columns of the schema may be followed by a column with the text
 * of the line if it is not a JSON object (else null). The last column is the name of the file.
 */
final class TableRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

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
      String file = shown(row.getString(row.size() - 1));
      String text = sink.wantsRejectedText() ? asJson(row) : null;
      return sink.reject(
          new RejectedRow(file, RejectedRow.Unit.ROW_OF_PART, number, bad.getMessage(), text));
    }
  }

  private void putRow(Row row, RowSink sink) throws BadRow {
    if (unparsed(row) != null) {
      throw new BadRow("the line is not a JSON object");
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
    for (int j = 0; j < values.length; j++) {
      if (c < schema.categorical().length && schema.categorical()[c] == j) {
        symbols[j] = text(row, schema.features()[j]);
        c++;
      } else {
        values[j] = cells.number(row, schema.features()[j]);
      }
    }
    sink.dense(label, weight, values, symbols);
  }

  private void putVector(Row row, String label, double weight, RowSink sink) throws BadRow {
    int column = schema.features()[0];
    Object vector = row.get(column);
    if (vector instanceof SparseVector sparse) {
      cells.requireFinite(sparse.values(), column);
      sink.sparse(label, weight, sparse.indices(), sparse.values(), sparse.values().length);
    } else if (vector instanceof DenseVector dense) {
      if (dense.size() != vectorSize) {
        throw cells.bad(
            column,
            String.format(
                Locale.ROOT,
                "holds a vector of %d values, expected %d as in the first row",
                dense.size(),
                vectorSize));
      }
      cells.requireFinite(dense.values(), column);
      sink.dense(label, weight, dense.values(), null);
    } else {
      throw cells.bad(column, "is missing (null)");
    }
  }

  private String text(Row row, int column) throws BadRow {
    Object cell = row.get(column);
    if (cell instanceof Double || cell instanceof Float) {
      cells.requireFinite(((Number) cell).doubleValue(), column);
    }
    String text = cell == null ? "" : cell.toString().strip();
    if (text.isEmpty()) {
      throw cells.bad(column, "is missing");
    }
    return cell instanceof Double || cell instanceof Float || column == schema.label()
        ? LabelText.canonical(text)
        : text;
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
    ObjectNode node = JSON.createObjectNode();
    for (int c = 0; c < schema.names().length; c++) {
      node.set(schema.names()[c], cell(row.get(c)));
    }
    return RejectedRow.text(node.toString());
  }

  /** Converts a cell to JSON; values other than finite numbers, booleans and arrays become text. */
  private static JsonNode cell(Object value) {
    if (value instanceof Seq<?> elements) {
      ArrayNode array = JSON.createArrayNode();
      CollectionConverters.asJava(elements).forEach(element -> array.add(cell(element)));
      return array;
    }
    boolean plain =
        value == null
            || value instanceof Boolean
            || (value instanceof Number number && Double.isFinite(number.doubleValue()));
    return JSON.valueToTree(plain ? value : value.toString());
  }

  /** Converts the URI of a file, as Spark reports it, to the path for messages. */
  private static String shown(String file) {
    return InputFiles.shown(new Path(URI.create(file)).toString());
  }
}
