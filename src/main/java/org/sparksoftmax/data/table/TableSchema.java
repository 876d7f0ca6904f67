package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ColumnRoles;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.Columns;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.text.Names;

/**
 * The columns of a table.
 *
 * @param vector whether the features are the entries of the only feature column
 */
record TableSchema(ColumnSchema columns, boolean vector) implements Serializable {

  /**
   * Resolves the configured columns.
   *
   * @param lengthOf returns the length of the first vector or array of a column; 0 if there is none
   */
  static TableSchema resolve(
      StructType type, DataConfig config, ReadPurpose purpose, IntUnaryOperator lengthOf) {
    Columns columns = new Columns(type.fieldNames(), type.size(), Columns.TABLE);
    ColumnSchema schema =
        ColumnSchema.resolve(
            config, columns, purpose, new TypedColumns(type, columns, config, purpose, lengthOf));
    boolean vector = isVector(type, schema);
    new ColumnTypes(type, config, purpose.schema().isEmpty()).require(schema, vector);
    return new TableSchema(schema, vector);
  }

  /** The feature columns; empty for a vector column. */
  List<FeatureSchema.InputColumn> inputColumns() {
    return vector ? List.of() : columns.inputColumns();
  }

  /** Whether features are the entries of the only feature column. */
  private static boolean isVector(StructType type, ColumnSchema schema) {
    return schema.features().length == 1
        && schema.categorical().length == 0
        && schema.parts()[0].equals(ColumnPart.WHOLE)
        && CellText.holdsNumbers(type.fields()[schema.features()[0]].dataType());
  }

  private static boolean isVector(StructField field) {
    return field.dataType().equals(SQLDataTypes.VectorType());
  }

  /** The rules for tables: all columns have names and types, and some may contain vectors. */
  private record TypedColumns(
      StructType type,
      Columns columns,
      DataConfig config,
      ReadPurpose purpose,
      IntUnaryOperator lengthOf)
      implements ColumnSchema.Format {

    /** Returns false if the features are entries of a vector, which have no columns. */
    @Override
    public boolean hasColumnsOf(FeatureSchema model) {
      return model.hasCategories()
          || Arrays.stream(type.fields()).noneMatch(TableSchema::isVector)
          || model.columns().stream().anyMatch(column -> columns.has(column.column()));
    }

    @Override
    public int[] features(ColumnRoles roles) {
      List<Integer> others = new ArrayList<>();
      List<Integer> vectors = new ArrayList<>();
      for (int j = 0; j < type.size(); j++) {
        if (roles.leaves(j)) {
          (isVector(type.fields()[j]) ? vectors : others).add(j);
        }
      }
      if (vectors.size() > 1) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "Several vector columns in %s: name one in data.feature-columns",
                config.path()));
      }
      return (vectors.isEmpty() ? others : vectors).stream().mapToInt(j -> j).toArray();
    }

    /** A vector is one column with many numbers, unless it has all the features, never missing. */
    @Override
    public List<ColumnPart> parts(int column, boolean alone) {
      return !CellText.holdsNumbers(type.fields()[column].dataType())
              || (alone && !config.missing().filled())
          ? List.of(ColumnPart.WHOLE)
          : ColumnPart.elements(lengthOf.applyAsInt(column));
    }

    @Override
    public TargetColumns targets(ColumnRoles roles) {
      int[] positions = roles.targets();
      boolean vectors = positions.length == 1;
      for (int position : positions) {
        StructField field = type.fields()[position];
        if (vectors
            ? !CellText.holdsNumbers(field.dataType())
            : !(field.dataType() instanceof NumericType)) {
          throw new DataException(
              String.format(
                  Locale.ROOT,
                  "Column '%s' of %s is %s, not %s: see data.target-columns",
                  field.name(),
                  config.path(),
                  field.dataType().simpleString(),
                  vectors ? "a vector or an array of numbers" : "a number"));
        }
      }
      if (!vectors) {
        List<String> names = columns.names(positions);
        return TargetColumns.ofClasses(positions, names, purpose.classes());
      }
      List<String> classes = config.classes();
      int length = classes.isEmpty() ? lengthOf.applyAsInt(positions[0]) : classes.size();
      if (classes.isEmpty()) {
        classes = IntStream.range(0, length).mapToObj(Integer::toString).toList();
      }
      // Without vectors, there is nothing to match.
      Optional<LabelIndex> model = length == 0 ? Optional.empty() : purpose.classes();
      return TargetColumns.ofVectors(positions[0], classes, model);
    }

    @Override
    public String missingLabel() {
      return String.format(
          Locale.ROOT,
          "%s has no column 'label' or 'target' among %s",
          config.path(),
          Names.inBrackets(List.of(type.fieldNames())));
    }
  }
}
