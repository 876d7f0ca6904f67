package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ColumnRoles;
import org.sparksoftmax.data.column.Columns;
import org.sparksoftmax.data.column.Purpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/**
 * Which columns of a table are what.
 *
 * @param names names of all columns
 * @param label position of the label, −1 if there is none
 * @param weight position of the example weight, −1 if there is none
 * @param targets where the target probabilities stand; null if rows have labels or nothing
 * @param features positions of the feature columns
 * @param categorical positions, among the features, of the categorical ones, increasing
 * @param vector whether the one feature column holds MLlib vectors
 */
record TableSchema(
    String[] names,
    int label,
    int weight,
    TargetColumns targets,
    int[] features,
    int[] categorical,
    boolean vector)
    implements Serializable {

  /**
   * Resolves the columns that {@code config} names.
   *
   * @param lengthOf gives the length of the first vector or array of a column, 0 if there is none
   */
  static TableSchema resolve(
      StructType type, DataConfig config, Purpose purpose, IntUnaryOperator lengthOf) {
    String[] names = type.fieldNames();
    Columns columns = columns(names);
    Optional<FeatureSchema> known = purpose.schema();
    ColumnRoles roles =
        ColumnRoles.of(config, columns, purpose, namedLabel(names, config, purpose));
    int[] features =
        known.filter(FeatureSchema::columnsNamed).isPresent() && !isOfVectors(type, known.get())
            ? modelColumns(names, known.get())
            : features(type, config, roles);
    boolean vector = features.length == 1 && isVector(type.fields()[features[0]]);
    Set<Integer> symbolic = categorical(names, config, known);
    for (int feature : features) {
      StructField field = type.fields()[feature];
      boolean number =
          field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType;
      if (!number && !vector && !symbolic.contains(feature)) {
        throw new DataException(
            "Column '%s' of %s is %s, not a number: list it in data.categorical-columns to one-hot encode it, or leave it out of data.feature-columns"
                .formatted(field.name(), config.path(), field.dataType().simpleString()));
      }
    }
    int[] positions =
        IntStream.range(0, features.length).filter(j -> symbolic.contains(features[j])).toArray();
    TargetColumns targets =
        purpose.labelled() && roles.targets().length > 0
            ? targets(type, config, roles, purpose, lengthOf)
            : null;
    return new TableSchema(
        names, roles.label(), roles.weight(), targets, features, positions, vector);
  }

  /** Names of the feature columns; empty for a vector column. */
  List<String> featureNames() {
    return vector ? List.of() : Arrays.stream(features).mapToObj(j -> names[j]).toList();
  }

  private static TargetColumns targets(
      StructType type,
      DataConfig config,
      ColumnRoles roles,
      Purpose purpose,
      IntUnaryOperator lengthOf) {
    int[] positions = roles.targets();
    boolean vectors = positions.length == 1;
    for (int position : positions) {
      StructField field = type.fields()[position];
      if (vectors ? !holdsVectors(field) : !(field.dataType() instanceof NumericType)) {
        throw new DataException(
            "Column '%s' of %s is %s, not %s: see data.target-columns"
                .formatted(
                    field.name(),
                    config.path(),
                    field.dataType().simpleString(),
                    vectors ? "a vector or an array of numbers" : "a number"));
      }
    }
    if (!vectors) {
      List<String> names = columns(type.fieldNames()).names(positions);
      return TargetColumns.ofClasses(positions, names, purpose.classes());
    }
    List<String> classes = config.classes();
    int length = classes.isEmpty() ? lengthOf.applyAsInt(positions[0]) : classes.size();
    if (classes.isEmpty()) {
      classes = IntStream.range(0, length).mapToObj(Integer::toString).toList();
    }
    // Without any vector there is nothing to match.
    Optional<LabelIndex> model = length == 0 ? Optional.empty() : purpose.classes();
    return TargetColumns.ofVectors(positions[0], classes, model);
  }

  private static boolean holdsVectors(StructField field) {
    return isVector(field)
        || (field.dataType() instanceof ArrayType array
            && array.elementType() instanceof NumericType);
  }

  private static int namedLabel(String[] names, DataConfig config, Purpose purpose) {
    boolean required = purpose.labelled() && config.targetColumns().isEmpty();
    List<String> all = Arrays.asList(names);
    if (config.labelColumn().isPresent()) {
      String wanted = config.labelColumn().get();
      return !required && !all.contains(wanted) ? -1 : position(names, wanted, "data.label-column");
    }
    for (String usual : List.of("label", "target")) {
      if (all.contains(usual)) {
        return all.indexOf(usual);
      }
    }
    if (required) {
      throw new ConfigException(
          "Missing data.label-column: %s has no column 'label' or 'target' among %s"
              .formatted(config.path(), all));
    }
    return -1;
  }

  private static int[] modelColumns(String[] names, FeatureSchema known) {
    Columns columns = columns(names);
    return known.columns().stream()
        .mapToInt(column -> columns.requiredByModel(column.name()))
        .toArray();
  }

  /** Whether the model's features are the entries of vectors, whose names no table has. */
  private static boolean isOfVectors(StructType type, FeatureSchema model) {
    List<String> names = Arrays.asList(type.fieldNames());
    return Arrays.stream(type.fields()).anyMatch(TableSchema::isVector)
        && !model.hasCategories()
        && model.columns().stream().noneMatch(column -> names.contains(column.name()));
  }

  private static int[] features(StructType type, DataConfig config, ColumnRoles roles) {
    String[] names = type.fieldNames();
    if (!config.featureColumns().isEmpty()) {
      String key = "data.feature-columns";
      int[] chosen =
          config.featureColumns().stream()
              .mapToInt(column -> position(names, column, key))
              .toArray();
      for (int column : chosen) {
        roles.requireFree(key, column, columns(names));
      }
      return chosen;
    }
    List<Integer> others = new ArrayList<>();
    List<Integer> vectors = new ArrayList<>();
    for (int j = 0; j < names.length; j++) {
      if (roles.leaves(j)) {
        (isVector(type.fields()[j]) ? vectors : others).add(j);
      }
    }
    if (vectors.size() > 1) {
      throw new ConfigException(
          "Several vector columns in %s: name one in data.feature-columns"
              .formatted(config.path()));
    }
    return (vectors.isEmpty() ? others : vectors).stream().mapToInt(j -> j).toArray();
  }

  private static Set<Integer> categorical(
      String[] names, DataConfig config, Optional<FeatureSchema> known) {
    Set<Integer> positions = new LinkedHashSet<>();
    if (known.isPresent()) {
      known.get().columns().stream()
          .filter(column -> !column.categories().isEmpty())
          .forEach(column -> positions.add(Arrays.asList(names).indexOf(column.name())));
    } else {
      config
          .categoricalColumns()
          .forEach(column -> positions.add(position(names, column, "data.categorical-columns")));
    }
    return positions;
  }

  private static int position(String[] names, String column, String key) {
    return columns(names).position(column, key);
  }

  private static Columns columns(String[] names) {
    return new Columns(names, names.length, "the table");
  }

  private static boolean isVector(StructField field) {
    return field.dataType().equals(SQLDataTypes.VectorType());
  }
}
