package org.sparksoftmax.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The input that a model expects.
 *
 * @param features D, the number of features after one-hot encoding
 * @param columns the input columns in order; empty for data without columns (libsvm, idx, cifar,
 *     vectors)
 * @param columnsNamed whether the columns have names from the input, by which later input is
 *     matched, or only positions
 */
public record FeatureSchema(int features, List<InputColumn> columns, boolean columnsNamed) {

  /**
   * An input column.
   *
   * @param name header name, or the position as text
   * @param categories the values of a categorical column in order, one feature each; empty for a
   *     numeric column
   */
  public record InputColumn(String name, List<String> categories) {

    public InputColumn {
      categories = List.copyOf(categories);
    }

    /** Number of features of this column. */
    public int width() {
      return Math.max(1, categories.size());
    }
  }

  public FeatureSchema {
    columns = List.copyOf(columns);
    int width = columns.stream().mapToInt(InputColumn::width).sum();
    if (!columns.isEmpty() && width != features) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid schema: columns of %d features where the model has %d",
              width,
              features));
    }
  }

  /** Creates a schema for data without columns. */
  public static FeatureSchema unnamed(int features) {
    return new FeatureSchema(features, List.of(), false);
  }

  /** Creates a schema of numeric columns with these names. */
  public static FeatureSchema named(List<String> names) {
    return new FeatureSchema(
        names.size(), names.stream().map(name -> new InputColumn(name, List.of())).toList(), true);
  }

  /** Whether any column is categorical. */
  public boolean hasCategories() {
    return columns.stream().anyMatch(column -> !column.categories().isEmpty());
  }

  /**
   * Names of the D features: {@code column}, {@code column=category}, or {@code #position} from 0.
   */
  public List<String> featureNames() {
    List<String> names = new ArrayList<>(features);
    for (InputColumn column : columns) {
      if (column.categories().isEmpty()) {
        names.add(column.name());
      }
      column.categories().forEach(category -> names.add(column.name() + "=" + category));
    }
    for (int j = names.size(); j < features; j++) {
      names.add("#" + j);
    }
    return names;
  }
}
