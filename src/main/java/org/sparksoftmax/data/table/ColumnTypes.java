package org.sparksoftmax.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.ColumnPart;

/**
 * Checks that the columns of a table have types that fit their roles.
 *
 * @param learns whether a model learns the columns. Of a model that knows them, numbers may also be
 *     text, as in predictions of rows of a text file
 */
record ColumnTypes(StructType type, DataConfig config, boolean learns) {

  /** The fields of an MLlib vector. */
  private static final Set<String> VECTOR = Set.of("type", "size", "indices", "values");

  /**
   * Checks all columns of a schema.
   *
   * @param vector whether the features are the entries of the only feature column
   * @throws DataException that lists all columns of unfit types
   */
  void require(ColumnSchema schema, boolean vector) {
    List<String> unfit = new ArrayList<>();
    if (schema.label() >= 0) {
      requireText(schema.label(), "the label", unfit);
    }
    if (schema.weight() >= 0 && !isNumber(field(schema.weight()).dataType())) {
      unfit.add(
          String.format(Locale.ROOT, "%s, no number (data.weight-column)", shown(schema.weight())));
    }
    int last = -1;
    for (int j = 0; j < schema.features().length && !vector; j++) {
      int column = schema.features()[j];
      if (column != last) {
        requireFeature(schema, j, column, unfit);
      }
      last = column;
    }
    if (!unfit.isEmpty()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot use %d column%s of %s: %s; submit/softmax inspect proposes a configuration",
              unfit.size(),
              unfit.size() == 1 ? "" : "s",
              config.path(),
              String.join("; ", unfit)));
    }
  }

  private void requireFeature(ColumnSchema schema, int j, int column, List<String> unfit) {
    DataType found = field(column).dataType();
    if (Arrays.binarySearch(schema.categorical(), j) >= 0) {
      requireText(column, "a category", unfit);
    } else if (schema.parts()[j] instanceof ColumnPart.OfDateTime) {
      if (!CellText.isTime(found) && !(found instanceof StringType)) {
        unfit.add(
            String.format(
                Locale.ROOT, "%s, no date or time (data.datetime-columns)", shown(column)));
      }
    } else if (schema.parts()[j].equals(ColumnPart.WHOLE)
        && !isNumber(found)
        && !(found instanceof BooleanType)) {
      unfit.add(
          String.format(
              Locale.ROOT,
              "%s, no number: %s, or leave it out with data.exclude-columns",
              shown(column),
              remedy(column)));
    }
  }

  private boolean isNumber(DataType found) {
    return found instanceof NumericType || (!learns && found instanceof StringType);
  }

  private void requireText(int column, String role, List<String> unfit) {
    if (!CellText.has(field(column).dataType())) {
      unfit.add(
          String.format(
              Locale.ROOT, "%s, which cannot be %s: %s", shown(column), role, remedy(column)));
    }
  }

  private String remedy(int column) {
    DataType found = field(column).dataType();
    if (isWrittenVector(found)) {
      return "it is an MLlib vector as ORC and JSON keep it: write it as parquet, or convert it with vector_to_array before it is written";
    }
    if (found instanceof StructType struct) {
      String field = struct.isEmpty() ? "field" : struct.fieldNames()[0];
      return String.format(
          Locale.ROOT,
          "select a field of it, such as `%s`.`%s`, with data.query",
          field(column).name(),
          field);
    }
    if (CellText.isTime(found)) {
      return "list it in data.datetime-columns";
    }
    return CellText.has(found)
        ? "list it in data.categorical-columns"
        : "select texts or numbers of it with data.query";
  }

  private static boolean isWrittenVector(DataType found) {
    return found instanceof StructType struct
        && VECTOR.containsAll(List.of(struct.fieldNames()))
        && List.of(struct.fieldNames()).containsAll(List.of("type", "values"));
  }

  private StructField field(int column) {
    return type.fields()[column];
  }

  private String shown(int column) {
    return String.format(
        Locale.ROOT, "'%s' is %s", field(column).name(), field(column).dataType().simpleString());
  }
}
