package org.sparksoftmax.data.block;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.layout.LabelIndex;

/** An input with resolved columns, whose rows can be read in parallel any number of times. */
public interface RowSource {

  /** The names (or positions as text) of the feature columns; empty for data without columns. */
  List<String> columns();

  /** Whether the input provides the names of the columns. */
  boolean columnsNamed();

  /** The positions of the categorical columns among the feature columns, in increasing order. */
  int[] categorical();

  /**
   * The classes of the target probabilities, in order; empty if rows have no target probabilities.
   */
  default Optional<LabelIndex> targetClasses() {
    return Optional.empty();
  }

  /**
   * The classes of a model trained on the rows: the classes of the targets, or the labels that
   * occur.
   *
   * @param labels the labels of the training rows
   */
  default LabelIndex classes(Set<String> labels) {
    return targetClasses().orElseGet(() -> LabelIndex.inNaturalOrder(labels));
  }

  /** Whether a column of the input marks the rows with this role. */
  default boolean holdsOut(SplitRole role) {
    return false;
  }

  /**
   * Whether rows are vectors of one size, each dense or sparse. The share of non-zeros then
   * determines whether blocks are sparse.
   */
  default boolean vectors() {
    return false;
  }

  /** The type of the cells of a row, which predictions retain; empty for data without columns. */
  Optional<StructType> table();

  /** The number of features if the data declares it (a vector column), else 0. */
  default int features() {
    return 0;
  }

  /** The source of the rows of each split, for messages; empty if unknown. */
  default List<String> places() {
    return List.of();
  }

  /** Reads all rows; the result has one element for each split, in split order. */
  JavaRDD<RawPartition> read(RawOptions options);
}
