package org.sparksoftmax.data.column;

import java.util.Optional;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/**
 * What rows are read for.
 *
 * @param schema the schema of the model that the rows are for; empty while training
 * @param classes the classes of that model; empty while training, and where no labels are needed
 * @param labelled whether labels or target probabilities are needed
 */
public record ReadPurpose(
    Optional<FeatureSchema> schema, Optional<LabelIndex> classes, boolean labelled) {

  /** Rows from which classes and schema are learned. */
  public static ReadPurpose training() {
    return new ReadPurpose(Optional.empty(), Optional.empty(), true);
  }

  /** Labelled rows for a model. */
  public static ReadPurpose evaluation(FeatureSchema schema, LabelIndex classes) {
    return new ReadPurpose(Optional.of(schema), Optional.of(classes), true);
  }

  /** Rows for a model to predict. */
  public static ReadPurpose prediction(FeatureSchema schema) {
    return new ReadPurpose(Optional.of(schema), Optional.empty(), false);
  }

  /** Whether columns that the configuration gives by position are no more than the model's own. */
  public boolean hasModelColumnsOnly(int width) {
    return schema.isPresent() && schema.get().columns().size() == width;
  }
}
