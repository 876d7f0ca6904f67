package org.sparksoftmax.data.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.HeaderLine;
import org.sparksoftmax.data.column.ColumnRoles;
import org.sparksoftmax.data.column.Columns;
import org.sparksoftmax.data.column.Purpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.FeatureSchema;

/**
 * Which cell of a csv or tsv line is what.
 *
 * @param header names of all columns if the files begin with a header line, else null
 * @param width number of cells in a line
 * @param label position of the label, −1 if there is none
 * @param weight position of the example weight, −1 if there is none
 * @param targets where the target probabilities stand; null if rows have labels or nothing
 * @param features positions of the feature columns, in order
 * @param categorical positions, among the features, of the categorical ones, increasing
 */
public record CsvSchema(
    byte delimiter,
    String[] header,
    int width,
    int label,
    int weight,
    TargetColumns targets,
    int[] features,
    int[] categorical)
    implements Serializable {

  /**
   * Resolves the columns that {@code config} names.
   *
   * @param firstLine the first line of the first file
   * @throws ConfigException if a column that the configuration names is not there
   * @throws DataException if a column that the model needs is not there
   */
  public static CsvSchema resolve(
      DataConfig config, byte delimiter, TextLines.FirstLine firstLine, Purpose purpose) {
    Optional<FeatureSchema> known = purpose.schema();
    String[] cells = CsvCells.split(firstLine.text(), delimiter, firstLine.place());
    boolean hasHeader = hasHeader(config, cells);
    Columns columns = new Columns(hasHeader ? cells : null, cells.length, firstLine.place());
    ColumnRoles roles =
        ColumnRoles.of(config, columns, purpose, namedLabel(config, columns, purpose));
    int[] features = features(config, columns, known, roles);
    return new CsvSchema(
        delimiter,
        columns.header(),
        cells.length,
        roles.label(),
        roles.weight(),
        targets(columns, roles, purpose),
        features,
        categorical(config, columns, known, features));
  }

  /** Names of the feature columns, or their positions as text. */
  public List<String> featureNames() {
    return Arrays.stream(features).mapToObj(this::name).toList();
  }

  /** Name of a column, or its position as text. */
  String name(int column) {
    return header == null ? Integer.toString(column) : header[column];
  }

  /** Type of all cells of a line, as text. */
  public StructType table() {
    StructType type = new StructType();
    for (int column = 0; column < width; column++) {
      type = type.add(header == null ? "c" + column : header[column], DataTypes.StringType, true);
    }
    return type;
  }

  private static boolean hasHeader(DataConfig config, String[] cells) {
    if (config.header() != HeaderLine.AUTO) {
      return config.header() == HeaderLine.TRUE;
    }
    boolean named =
        Stream.concat(config.labelColumn().stream(), config.targetColumns().stream())
            .anyMatch(column -> !Columns.isPosition(column));
    return named
        || Arrays.stream(cells).noneMatch(cell -> cell.isEmpty() || CsvCells.isNumber(cell));
  }

  private static TargetColumns targets(Columns columns, ColumnRoles roles, Purpose purpose) {
    return purpose.labelled() && roles.targets().length > 0
        ? TargetColumns.ofClasses(
            roles.targets(), columns.names(roles.targets()), purpose.classes())
        : null;
  }

  private static int namedLabel(DataConfig config, Columns columns, Purpose purpose) {
    boolean required = purpose.labelled() && config.targetColumns().isEmpty();
    if (config.labelColumn().isPresent()) {
      String column = config.labelColumn().get();
      boolean absent =
          columns.header() != null
              ? !columns.has(column)
              : purpose.hasModelColumnsOnly(columns.width());
      return !required && absent ? -1 : columns.position(column, "data.label-column");
    }
    for (String usual : List.of("label", "target")) {
      if (columns.header() != null && columns.has(usual)) {
        return columns.position(usual, "data.label-column");
      }
    }
    if (required) {
      throw new ConfigException(
          "Missing data.label-column: %s, so say which column is the label, by name or by position (from 0; -1 is the last)"
              .formatted(
                  columns.header() == null
                      ? columns.place() + " is not a header"
                      : columns.place() + " names no column 'label' or 'target'"));
    }
    return -1;
  }

  private static int[] features(
      DataConfig config, Columns columns, Optional<FeatureSchema> known, ColumnRoles roles) {
    if (columns.header() != null && known.filter(FeatureSchema::columnsNamed).isPresent()) {
      return known.get().columns().stream()
          .mapToInt(column -> columns.requiredByModel(column.name()))
          .toArray();
    }
    String key = "data.feature-columns";
    int[] chosen =
        config.featureColumns().isEmpty()
            ? IntStream.range(0, columns.width()).filter(roles::leaves).toArray()
            : config.featureColumns().stream()
                .mapToInt(column -> columns.position(column, key))
                .toArray();
    for (int column : chosen) {
      roles.requireFree(key, column, columns);
    }
    if (chosen.length == 0) {
      throw new DataException(
          "Cannot find features: %s has no column beside the label".formatted(columns.place()));
    }
    return chosen;
  }

  private static int[] categorical(
      DataConfig config, Columns columns, Optional<FeatureSchema> known, int[] features) {
    Set<Integer> symbolic = new HashSet<>();
    if (known.isPresent() && !known.get().columns().isEmpty()) {
      for (int j = 0; j < features.length && j < known.get().columns().size(); j++) {
        if (!known.get().columns().get(j).categories().isEmpty()) {
          symbolic.add(features[j]);
        }
      }
    } else {
      config
          .categoricalColumns()
          .forEach(column -> symbolic.add(columns.position(column, "data.categorical-columns")));
    }
    return IntStream.range(0, features.length)
        .filter(j -> symbolic.contains(features[j]))
        .toArray();
  }
}
