package org.sparksoftmax.data.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * The rows of a DataFrame and the roles of its columns.
 *
 * @param features column of MLlib vectors, all of the same size
 * @param featureNames a name for each feature; empty if the features are unnamed
 * @param label column of class indices from 0, as doubles; not required with targets
 * @param weight column of example weights, as doubles; without it, all weights are 1
 * @param targets column of target probabilities, a vector or an array with an entry for each class
 * @param validation boolean column that is true for held-out rows
 * @param classes the classes in order, if known: the names of the labels, or the classes of the
 *     model for which rows are read
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
