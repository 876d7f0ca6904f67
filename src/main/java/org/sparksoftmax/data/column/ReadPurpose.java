package org.sparksoftmax.data.column;

import java.util.Optional;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/**
 * The use of the rows that are read: training, evaluation or prediction.
 *
 * @param schema the schema of the model for which rows are read; empty in training
 * @param classes the classes of that model; empty in training and in prediction
 * @param labelled whether labels or target probabilities are required
 */
public record ReadPurpose(
    Optional<FeatureSchema> schema, Optional<LabelIndex> classes, boolean labelled) {

  /** The purpose of rows from which a training run learns classes and schema. */
  public static ReadPurpose training() {
    return new ReadPurpose(Optional.empty(), Optional.empty(), true);
  }

  /** The purpose of labelled rows on which a model is evaluated. */
  public static ReadPurpose evaluation(FeatureSchema schema, LabelIndex classes) {
    return new ReadPurpose(Optional.of(schema), Optional.of(classes), true);
  }

  /** The purpose of rows whose classes a model predicts. */
  public static ReadPurpose prediction(FeatureSchema schema) {
    return new ReadPurpose(Optional.of(schema), Optional.empty(), false);
  }

  /** Whether {@code column}, which no row needs, may be absent from the input. */
  boolean mayLack(String column, Columns columns) {
    return columns.header() != null
        ? schema.isPresent() && !columns.has(column)
        : hasModelColumnsOnly(columns.width());
  }

  /**
   * Whether an input of {@code width} columns has as many as the model, and therefore only its own.
   */
  public boolean hasModelColumnsOnly(int width) {
    return schema.isPresent()
        && schema.get().columns().stream().map(InputColumn::column).distinct().count() == width;
  }
}
