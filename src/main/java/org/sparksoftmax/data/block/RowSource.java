package org.sparksoftmax.data.block;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.LabelType;

/** An input with resolved columns, whose rows can be read in parallel any number of times. */
public interface RowSource {

  /**
   * The feature columns, without categories and replacements; empty for data without columns. A
   * column with several numbers occurs as often.
   */
  List<FeatureSchema.InputColumn> columns();

  /** Whether labels are numbers, so that texts of equal value are one label. */
  default boolean hasNumericLabels() {
    return true;
  }

  /** The name of the type of the labels in Spark SQL; {@code string} if they have none. */
  default String labelType() {
    return LabelType.TEXT.name();
  }

  /**
   * The columns of {@link #table} whose cells are texts of which the features are the numbers, in
   * increasing order.
   */
  default int[] numbers() {
    return new int[0];
  }

  /** Whether the input provides the names of the columns. */
  boolean columnsNamed();

  /** The positions of the categorical columns among {@link #columns}, in increasing order. */
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

  /** The versions of the tables that the rows come from; empty if they have none. */
  default List<TableVersion> tables() {
    return List.of();
  }

  /** Reads all rows; the result has one element for each split, in split order. */
  JavaRDD<RawPartition> read(RawOptions options);
}
