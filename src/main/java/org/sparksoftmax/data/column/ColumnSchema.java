package org.sparksoftmax.data.column;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The role of each column of an input.
 *
 * @param names the names of all columns; null if they have none
 * @param width number of columns
 * @param label position of the label; −1 if there is none
 * @param weight position of the example weight; −1 if there is none
 * @param targets the target probabilities; null if rows have none
 * @param features positions of the feature columns, in order
 * @param categorical positions of the categorical columns among the features, in increasing order
 */
public record ColumnSchema(
    String[] names,
    int width,
    int label,
    int weight,
    TargetColumns targets,
    int[] features,
    int[] categorical)
    implements Serializable {

  /** The rules that depend on the input format. */
  public interface Format {

    /** Whether the input has columns with the names of the features of {@code model}. */
    boolean hasColumnsOf(FeatureSchema model);

    /** The features if neither the configuration nor a model names them. */
    int[] features(ColumnRoles roles);

    /** The target probabilities. There is at least one target column. */
    TargetColumns targets(ColumnRoles roles);

    /** The message if the configuration names no label column and no column has a default name. */
    String missingLabel();
  }

  /**
   * Finds the columns that the configuration and the model require.
   *
   * @throws ConfigException if a column that the configuration names does not exist
   * @throws DataException if a column that the model needs does not exist
   */
  public static ColumnSchema resolve(
      DataConfig config, Columns columns, ReadPurpose purpose, Format format) {
    ColumnRoles roles =
        ColumnRoles.of(config, columns, purpose, namedLabel(config, columns, purpose, format));
    int[] features = features(config, columns, purpose.schema(), roles, format);
    boolean hasTargets = purpose.labelled() && roles.targets().length > 0;
    return new ColumnSchema(
        columns.header(),
        columns.width(),
        roles.label(),
        roles.weight(),
        hasTargets ? format.targets(roles) : null,
        features,
        categorical(config, columns, purpose.schema(), features));
  }

  /** The name of a column, or its position as text. */
  public String name(int column) {
    return names == null ? Integer.toString(column) : names[column];
  }

  /** The names of the feature columns, or their positions as text. */
  public List<String> featureNames() {
    return Arrays.stream(features).mapToObj(this::name).toList();
  }

  private static int namedLabel(
      DataConfig config, Columns columns, ReadPurpose purpose, Format format) {
    boolean required = purpose.labelled() && config.targetColumns().isEmpty();
    String key = "data.label-column";
    if (config.labelColumn().isPresent()) {
      String column = config.labelColumn().get();
      boolean absent =
          columns.header() != null
              ? !columns.has(column)
              : purpose.hasModelColumnsOnly(columns.width());
      return !required && absent ? -1 : columns.position(column, key);
    }
    for (String usual : List.of("label", "target")) {
      if (columns.header() != null && columns.has(usual)) {
        return columns.position(usual, key);
      }
    }
    if (required) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Missing %s: %s", key, format.missingLabel()));
    }
    return -1;
  }

  private static int[] features(
      DataConfig config,
      Columns columns,
      Optional<FeatureSchema> model,
      ColumnRoles roles,
      Format format) {
    if (model.filter(FeatureSchema::columnsNamed).filter(format::hasColumnsOf).isPresent()) {
      return model.get().columns().stream()
          .mapToInt(column -> columns.requiredByModel(column.name()))
          .toArray();
    }
    if (config.featureColumns().isEmpty()) {
      return format.features(roles);
    }
    String key = "data.feature-columns";
    int[] chosen =
        config.featureColumns().stream()
            .mapToInt(column -> columns.position(column, key))
            .toArray();
    for (int column : chosen) {
      roles.requireFree(key, column, columns);
    }
    return chosen;
  }

  private static int[] categorical(
      DataConfig config, Columns columns, Optional<FeatureSchema> model, int[] features) {
    Set<Integer> symbolic = new HashSet<>();
    if (model.isPresent()) { // without columns, it has no categorical ones
      for (int j = 0; j < features.length && j < model.get().columns().size(); j++) {
        if (!model.get().columns().get(j).categories().isEmpty()) {
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
