package org.sparksoftmax.data.column;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/**
 * The role of each column of an input.
 *
 * @param names the names of all columns; null if they have none
 * @param width number of columns
 * @param label position of the label; −1 if there is none
 * @param weight position of the example weight; −1 if there is none
 * @param targets the target probabilities; null if rows have none
 * @param features position of the column of each value of a row, in order
 * @param parts what each value is taken from its column
 * @param categorical the categorical ones among the values, in increasing order
 * @param acceptsMissing whether values may be missing
 */
public record ColumnSchema(
    String[] names,
    int width,
    int label,
    int weight,
    TargetColumns targets,
    int[] features,
    ColumnPart[] parts,
    int[] categorical,
    boolean acceptsMissing)
    implements Serializable {

  /** The rules that depend on the input format. */
  public interface Format {

    /** Whether the input has columns with the names of the features of {@code model}. */
    boolean hasColumnsOf(FeatureSchema model);

    /** The features if neither the configuration nor a model names them. */
    int[] features(ColumnRoles roles);

    /**
     * The numbers of a feature column that is neither categorical nor a point in time.
     *
     * @param alone whether it is the only feature column
     */
    default List<ColumnPart> parts(int column, boolean alone) {
      return List.of(ColumnPart.WHOLE);
    }

    /** The target probabilities. There is at least one target column. */
    TargetColumns targets(ColumnRoles roles);

    /** Tells the user which column a model without names makes the label. */
    default void labelOfModel(int column) {}

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
    FeatureColumns features = FeatureColumns.of(config, columns, purpose.schema(), roles, format);
    boolean hasTargets = purpose.labelled() && roles.targets().length > 0;
    return new ColumnSchema(
        columns.header(),
        columns.width(),
        purpose.labelled() ? roles.label() : -1, // no prediction needs them
        purpose.labelled() ? roles.weight() : -1,
        hasTargets ? format.targets(roles) : null,
        features.positions().stream().mapToInt(position -> position).toArray(),
        features.parts().toArray(ColumnPart[]::new),
        features.categorical().stream().mapToInt(j -> j).toArray(),
        purpose.schema().map(FeatureSchema::acceptsMissing).orElse(config.missing().filled()));
  }

  /** The name of a column, or its position as text. */
  public String name(int column) {
    return names == null ? Integer.toString(column) : names[column];
  }

  /** The values of a row as columns of a model, without categories and replacements. */
  public List<InputColumn> inputColumns() {
    return IntStream.range(0, features.length)
        .mapToObj(j -> new InputColumn(name(features[j]), parts[j], List.of(), Optional.empty()))
        .toList();
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
    int ofModel =
        columns.header() == null && config.targetColumns().isEmpty()
            ? purpose
                .schema()
                .flatMap(PositionsOfModel::of)
                .map(model -> model.label(config, columns))
                .orElse(-1)
            : -1;
    if (ofModel >= 0) {
      format.labelOfModel(ofModel);
      return ofModel;
    }
    if (required) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Missing %s: %s", key, format.missingLabel()));
    }
    return -1;
  }
}
