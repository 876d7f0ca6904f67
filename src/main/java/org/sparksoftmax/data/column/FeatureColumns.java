package org.sparksoftmax.data.column;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

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
        ? byPosition(model.get().columns(), chosen)
        : configured(config, columns, chosen, format);
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

  /** The columns of the model, in the chosen positions as far as there are any. */
  private static FeatureColumns byPosition(List<InputColumn> model, List<Integer> chosen) {
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

  private static FeatureColumns configured(
      DataConfig config, Columns columns, List<Integer> chosen, ColumnSchema.Format format) {
    Set<Integer> symbolic =
        positions(config.categoricalColumns(), columns, "data.categorical-columns");
    Set<Integer> times = positions(config.dateTimes().columns(), columns, "data.datetime-columns");
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

  private static Set<Integer> positions(List<String> names, Columns columns, String key) {
    Set<Integer> positions = new HashSet<>();
    names.forEach(name -> positions.add(columns.position(name, key)));
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
