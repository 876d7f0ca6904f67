package org.sparksoftmax.data.column;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.text.Count;

/**
 * The values that a row has as features, before categories become features of their own.
 *
 * @param positions position of the column of each value
 * @param parts what each value is taken from its column
 * @param categorical the categorical ones among the values, in increasing order
 */
record FeatureColumns(List<Integer> positions, List<ColumnPart> parts, List<Integer> categorical) {

  private static final String KEY = "data.feature-columns";

  private FeatureColumns() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /** Resolves the features of the model or, in training, of the configuration. */
  static FeatureColumns of(
      DataConfig config,
      Columns columns,
      Optional<FeatureSchema> model,
      ColumnRoles roles,
      ColumnSchema.Format format) {
    if (model.filter(FeatureSchema::columnsNamed).filter(format::hasColumnsOf).isPresent()) {
      FeatureColumns features = new FeatureColumns();
      for (InputColumn column : model.get().columns()) {
        features.add(columns.requiredByModel(column.column()), column);
      }
      return features;
    }
    List<Integer> chosen = chosen(config, columns, roles, format);
    return model.isPresent()
        ? byPosition(model.get(), inOrderOf(model.get(), config, chosen), columns)
        : configured(config, columns, chosen, roles, format);
  }

  private static List<Integer> chosen(
      DataConfig config, Columns columns, ColumnRoles roles, ColumnSchema.Format format) {
    List<Integer> chosen = new ArrayList<>();
    if (config.featureColumns().isEmpty()) {
      for (int column : format.features(roles)) {
        chosen.add(column);
      }
      return chosen;
    }
    for (String column : config.featureColumns()) {
      int position = columns.position(column, KEY);
      roles.requireFree(KEY, position, columns);
      chosen.add(position);
    }
    return chosen;
  }

  /**
   * The chosen columns, in the order of the model if it has the same positions in another order.
   */
  private static List<Integer> inOrderOf(
      FeatureSchema model, DataConfig config, List<Integer> chosen) {
    boolean same =
        config.featureColumns().isEmpty()
            && PositionsOfModel.of(model).filter(ofModel -> ofModel.areThoseOf(chosen)).isPresent();
    return same
        ? model.columns().stream()
            .map(column -> Integer.valueOf(column.column()))
            .distinct()
            .toList()
        : chosen;
  }

  /** The columns of the model, in the chosen positions as far as there are any. */
  private static FeatureColumns byPosition(
      FeatureSchema schema, List<Integer> chosen, Columns columns) {
    List<InputColumn> model = schema.columns();
    requireAsMany(model, chosen, columns);
    FeatureColumns features = new FeatureColumns();
    int next = 0;
    for (int j = 0; j < model.size(); j++) {
      if (j > 0 && !model.get(j).column().equals(model.get(j - 1).column())) {
        next++;
      }
      if (next < chosen.size()) {
        features.add(chosen.get(next), model.get(j));
      }
    }
    int used = model.isEmpty() ? 0 : next + 1;
    for (int column = used; column < chosen.size(); column++) { // more than the model has
      features.add(chosen.get(column), List.of(ColumnPart.WHOLE));
    }
    return features;
  }

  private static void requireAsMany(
      List<InputColumn> model, List<Integer> chosen, Columns columns) {
    long needed = model.stream().map(InputColumn::column).distinct().count();
    boolean vector = columns.header() != null && chosen.size() == 1;
    if (needed == 0 || vector || chosen.size() == needed) {
      return;
    }
    throw new DataException(
        String.format(
            Locale.ROOT,
            "Cannot apply the model: %s has %s where the model has %d: set data.label-column (and data.weight-column, data.exclude-columns, data.feature-columns) as in training",
            columns.place(),
            Count.of(chosen.size(), "feature column"),
            needed));
  }

  private static FeatureColumns configured(
      DataConfig config,
      Columns columns,
      List<Integer> chosen,
      ColumnRoles roles,
      ColumnSchema.Format format) {
    Set<Integer> symbolic =
        positions(config.categoricalColumns(), columns, roles, "data.categorical-columns");
    Set<Integer> times =
        positions(config.dateTimes().columns(), columns, roles, "data.datetime-columns");
    FeatureColumns features = new FeatureColumns();
    for (int column : chosen) {
      if (symbolic.contains(column)) {
        features.categorical.add(features.positions.size());
        features.add(column, List.of(ColumnPart.WHOLE));
      } else {
        features.add(
            column,
            times.contains(column)
                ? ColumnPart.of(config.dateTimes().parts())
                : format.parts(column, chosen.size() == 1));
      }
    }
    return features;
  }

  private static Set<Integer> positions(
      List<String> names, Columns columns, ColumnRoles roles, String key) {
    Set<Integer> positions = new HashSet<>();
    for (String name : names) {
      int position = columns.position(name, key);
      roles.requireFree(key, position, columns);
      positions.add(position);
    }
    return positions;
  }

  private void add(int position, InputColumn column) {
    if (column.isCategorical()) {
      categorical.add(positions.size());
    }
    add(position, List.of(column.part()));
  }

  private void add(int position, List<ColumnPart> columnParts) {
    for (ColumnPart part : columnParts) {
      positions.add(position);
      parts.add(part);
    }
  }
}
