package org.sparksoftmax.data.block;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * Input whose columns have been resolved and whose rows can be read, in parallel, any number of
 * times.
 */
public interface RowSource {

  /** Names (or positions as text) of the feature columns; empty for data without columns. */
  List<String> columns();

  /** Whether the columns carry names of the input. */
  boolean columnsNamed();

  /** Positions of the categorical columns among the feature columns, increasing. */
  int[] categorical();

  /** The classes of the target probabilities, in order; empty if rows have labels, or nothing. */
  default Optional<LabelIndex> targetClasses() {
    return Optional.empty();
  }

  /**
   * The classes of a model of the rows: those that have a target, or the labels that occur.
   *
   * @param labels of the training rows
   */
  default LabelIndex classes(Set<String> labels) {
    return targetClasses().orElseGet(() -> LabelIndex.inNaturalOrder(labels));
  }

  /** Whether the rows themselves say which of them have this role. */
  default boolean holdsOut(SplitRole role) {
    return false;
  }

  /**
   * Whether rows are vectors, all of one size, dense or sparse as whoever made them saw fit: then
   * the share of the values that are not 0 decides how they are kept.
   */
  default boolean vectors() {
    return false;
  }

  /** Type of the cells of a row, for predictions to keep; empty for data without columns. */
  Optional<StructType> table();

  /** Number of features of data that declares it (a vector column), else 0. */
  default int features() {
    return 0;
  }

  /** Where the rows of each split come from, for messages; empty if not known. */
  default List<String> places() {
    return List.of();
  }

  /** All rows; one element for each split, in the order of the splits. */
  JavaRDD<RawPartition> read(RawOptions options);
}
