package org.sparksoftmax.data.column;

import java.util.Optional;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The use of the rows that are read: training, evaluation or prediction.
 *
 * @param schema the schema of the model that reads the rows; empty in training
 * @param classes the classes of that model; empty in training and in prediction
 * @param labelled whether labels or target probabilities are needed
 */
public record ReadPurpose(
    Optional<FeatureSchema> schema, Optional<LabelIndex> classes, boolean labelled) {

  /** Rows from which a training run learns classes and schema. */
  public static ReadPurpose training() {
    return new ReadPurpose(Optional.empty(), Optional.empty(), true);
  }

  /** Labelled rows that a model is evaluated on. */
  public static ReadPurpose evaluation(FeatureSchema schema, LabelIndex classes) {
    return new ReadPurpose(Optional.of(schema), Optional.of(classes), true);
  }

  /** Rows whose classes a model predicts. */
  public static ReadPurpose prediction(FeatureSchema schema) {
    return new ReadPurpose(Optional.of(schema), Optional.empty(), false);
  }

  /** Whether columns that the configuration gives by position are no more than the model's own. */
  public boolean hasModelColumnsOnly(int width) {
    return schema.isPresent() && schema.get().columns().size() == width;
  }
}
