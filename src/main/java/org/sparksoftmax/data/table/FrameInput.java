package org.sparksoftmax.data.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * Rows of a DataFrame, and which of its columns are what.
 *
 * @param features column of MLlib vectors, all of the same size
 * @param featureNames a name for each feature; empty if they have none
 * @param label column of doubles that number the classes from 0; not needed where there are targets
 * @param weight column of example weights, doubles; all 1 without
 * @param targets column of target probabilities, a vector or an array with an entry for each class
 * @param validation boolean column: the rows where it is true are held out
 * @param classes the classes in order, where they are known: names of the labels, or the classes of
 *     the model that the rows are for
 */
public record FrameInput(
    Dataset<Row> frame,
    String features,
    List<String> featureNames,
    Optional<String> label,
    Optional<String> weight,
    Optional<String> targets,
    Optional<String> validation,
    Optional<LabelIndex> classes) {

  public FrameInput {
    Objects.requireNonNull(frame);
    featureNames = List.copyOf(featureNames);
    if (label.isEmpty() && targets.isEmpty()) {
      throw new IllegalArgumentException("Neither a column of labels nor one of targets");
    }
  }
}
