package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.Imputation;

/**
 * Converts single rows of Spark SQL to the features of a model, as predictions of whole tables do:
 * an unknown category counts as none of the known ones, and missing values are replaced where the
 * model replaces such. Thread-safe.
 */
public final class ModelRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableRows rows;
  private final int features;

  /** Whether the vectors are sparse, because most features are categories. */
  private final boolean sparse;

  /** The number of features of each value of a row. */
  private final int[] widths;

  /** What replaces each value where it is missing; NaN if nothing. */
  private final double[] fills;

  /** The categories of each value, by their text; null for numbers. */
  private final Map<String, Integer>[] categories;

  /**
   * @param schema that of a model with columns
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  public ModelRows(FeatureSchema schema) {
    List<InputColumn> values = schema.columns();
    List<String> names = columns(schema);
    int[] positions = values.stream().mapToInt(column -> names.indexOf(column.column())).toArray();
    this.features = schema.features();
    this.sparse = schema.hasCategories() && features > 2 * values.size();
    this.widths = values.stream().mapToInt(InputColumn::width).toArray();
    this.fills =
        values.stream()
            .mapToDouble(column -> column.imputation().map(Imputation::fill).orElse(Double.NaN))
            .toArray();
    this.categories = new Map[widths.length];
    int[] categorical = new int[widths.length];
    int count = 0;
    for (int j = 0; j < widths.length; j++) {
      if (values.get(j).isCategorical()) {
        categories[j] = numbered(values.get(j).categories());
        categorical[count++] = j;
      }
    }
    ColumnSchema form =
        new ColumnSchema(
            names.toArray(String[]::new),
            names.size(),
            -1,
            -1,
            null,
            positions,
            values.stream().map(InputColumn::part).toArray(ColumnPart[]::new),
            Arrays.copyOf(categorical, count),
            schema.acceptsMissing());
    this.rows = new TableRows(new TableSchema(form, false), 0);
  }

  private static Map<String, Integer> numbered(List<String> texts) {
    Map<String, Integer> numbers = new HashMap<>();
    texts.forEach(text -> numbers.put(text, numbers.size()));
    return numbers;
  }

  /** The names of the columns of a row, in order. */
  public static List<String> columns(FeatureSchema schema) {
    return schema.columns().stream().map(InputColumn::column).distinct().toList();
  }

  /** What a column of the model must hold if cells of {@code type} do not fit; else empty. */
  public static Optional<String> misfit(InputColumn column, DataType type) {
    if (column.isCategorical()) {
      return CellText.has(type) ? Optional.empty() : Optional.of("a text or a number");
    }
    if (column.part() instanceof ColumnPart.OfDateTime) {
      return CellText.isTime(type) || type instanceof StringType
          ? Optional.empty()
          : Optional.of("a date or a point in time");
    }
    if (column.part() instanceof ColumnPart.Element) {
      return CellText.holdsNumbers(type)
          ? Optional.empty()
          : Optional.of("a vector or an array of numbers");
    }
    return type instanceof NumericType || type instanceof BooleanType || type instanceof StringType
        ? Optional.empty()
        : Optional.of("a number");
  }

  /**
   * The features of a row.
   *
   * @param row one cell for each of the {@link #columns}
   * @throws BadRow if a cell is missing, or no number where the model needs one
   */
  public Vector features(Row row) throws BadRow {
    Sink sink = new Sink();
    rows.putRow(row, sink);
    return sink.vector;
  }

  /** Takes one row. */
  private final class Sink implements RowSink {
    private Vector vector;

    @Override
    public void dense(String label, double exampleWeight, double[] values, String[] symbols) {
      int[] indices = new int[2 * values.length];
      double[] entries = new double[2 * values.length];
      int count = 0;
      int first = 0;
      for (int j = 0; j < values.length; j++) {
        if (categories[j] != null) {
          Integer category = categories[j].get(symbols[j]);
          if (category != null) {
            indices[count] = first + category;
            entries[count++] = 1;
          }
        } else {
          boolean missing = Double.isNaN(values[j]);
          indices[count] = first;
          entries[count++] = missing ? fills[j] : values[j];
          if (missing && widths[j] > 1) {
            indices[count] = first + 1;
            entries[count++] = 1;
          }
        }
        first += widths[j];
      }
      SparseVector found =
          new SparseVector(features, Arrays.copyOf(indices, count), Arrays.copyOf(entries, count));
      vector = sparse ? found : found.toDense();
    }

    @Override
    public void sparse(
        String label, double exampleWeight, int[] columns, double[] values, int count) {
      throw new IllegalStateException("A row of columns is dense");
    }

    @Override
    public boolean reject(RejectedRow row) {
      throw new IllegalStateException("A single row is not rejected");
    }
  }
}
