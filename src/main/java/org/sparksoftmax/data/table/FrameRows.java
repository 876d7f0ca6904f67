package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.Role;

/**
 * Takes the rows of a DataFrame apart: first the features, then the label or the targets, then the
 * weight and whether the row is held out, where there are columns of these.
 *
 * @param columns name of each column
 * @param targets the classes of the target probabilities; null if rows have labels
 * @param weighted whether there is a column of weights
 * @param holdsOut whether there is a column that says which rows are held out
 * @param classes name of each class; null where its number is its name
 * @param training whether a class beyond {@code classes} is an error, not just unknown
 */
record FrameRows(
    String[] columns,
    TargetColumns targets,
    boolean weighted,
    boolean holdsOut,
    String[] classes,
    boolean training)
    implements Serializable {

  /** The largest label is known before the number of classes is: it must not fill the memory. */
  private static final int MAX_CLASSES = 1 << 20;

  private static final int FEATURES = 0;
  private static final int TARGET = 1;
  private static final int WEIGHT = 2;

  /** Puts the rows of one partition into a builder. */
  static final class Reader {
    private final FrameRows form;
    private final RawPartitionBuilder builder;
    private final String place;

    /** Of all vectors so far; −1 before the first. */
    private int size = -1;

    private long number;

    Reader(FrameRows form, RawPartitionBuilder builder, String place) {
      this.form = form;
      this.builder = builder;
      this.place = place;
    }

    /**
     * Puts one row, or rejects it.
     *
     * @return whether the next row is wanted
     */
    boolean put(Row row) {
      number++;
      try {
        putRow(row);
        return true;
      } catch (BadRow bad) {
        RejectedRow.Unit unit = RejectedRow.Unit.ROW_OF_PARTITION;
        return builder.reject(new RejectedRow(place, unit, number, bad.getMessage(), null));
      }
    }

    private void putRow(Row row) throws BadRow {
      String label = form.targets == null ? form.label(row) : putTargets(row);
      double weight = form.weighted ? form.weight(row) : 1.0;
      builder.nextRole(form.role(row));
      Vector vector = form.vector(row);
      requireSize(vector.size());
      if (vector instanceof SparseVector sparse) {
        builder.sparseWidth(size);
        builder.sparse(label, weight, sparse.indices(), sparse.values(), sparse.values().length);
      } else {
        builder.dense(label, weight, ((DenseVector) vector).values(), null);
      }
    }

    private String putTargets(Row row) throws BadRow {
      double[] probabilities = form.probabilities(row);
      String label = form.targets.normalizeInPlace(probabilities);
      builder.targets(probabilities);
      return label;
    }

    private void requireSize(int found) throws BadRow {
      if (size >= 0 && found != size) {
        throw form.bad(
            FEATURES,
            "holds a vector of %d values, expected %d as in the rows before"
                .formatted(found, size));
      }
      size = found;
    }
  }

  private Vector vector(Row row) throws BadRow {
    if (!(row.get(FEATURES) instanceof Vector vector)) {
      throw bad(FEATURES, "is missing (null)");
    }
    double[] values =
        vector instanceof SparseVector sparse ? sparse.values() : ((DenseVector) vector).values();
    for (double value : values) {
      requireFinite(value, FEATURES);
    }
    return vector;
  }

  private String label(Row row) throws BadRow {
    double label = number(row, TARGET);
    int k = (int) label;
    if (k != label || k < 0 || k >= MAX_CLASSES) {
      throw bad(
          TARGET,
          "holds %s, which is no class (a whole number from 0 to %d): a StringIndexer numbers classes"
              .formatted(label, MAX_CLASSES - 1));
    }
    if (classes == null) {
      return Integer.toString(k);
    }
    if (k < classes.length) {
      return classes[k];
    }
    if (training) {
      throw bad(
          TARGET,
          "holds %d, but its metadata has %d classes (0 to %d)"
              .formatted(k, classes.length, classes.length - 1));
    }
    return "#" + k + " of " + classes.length; // no class of the model has such a name
  }

  private double weight(Row row) throws BadRow {
    double weight = number(row, WEIGHT);
    if (!(weight >= 0)) {
      throw bad(WEIGHT, "has the weight " + weight + " (must be >= 0)");
    }
    return weight;
  }

  private Role role(Row row) throws BadRow {
    if (!holdsOut) {
      return Role.TRAIN;
    }
    int column = columns.length - 1;
    if (row.isNullAt(column)) {
      throw bad(column, "is missing (null)");
    }
    return row.getBoolean(column) ? Role.VALIDATION : Role.TRAIN;
  }

  private double[] probabilities(Row row) throws BadRow {
    if (row.isNullAt(TARGET)) {
      throw bad(TARGET, "is missing (null)");
    }
    double[] found;
    if (row.get(TARGET) instanceof Vector vector) {
      found = vector.toArray().clone();
    } else {
      List<Object> list = row.getList(TARGET);
      found = new double[list.size()];
      for (int k = 0; k < found.length; k++) {
        if (!(list.get(k) instanceof Number number)) {
          throw bad(TARGET, "holds an array with a missing value (null)");
        }
        found[k] = number.doubleValue();
      }
    }
    if (found.length != targets.classes().length) {
      throw bad(
          TARGET,
          "holds %d target probabilities, expected %d, one for each class"
              .formatted(found.length, targets.classes().length));
    }
    for (double probability : found) {
      TargetColumns.requireProbability(probability, columns[TARGET]);
    }
    return found;
  }

  private double number(Row row, int column) throws BadRow {
    if (row.isNullAt(column)) {
      throw bad(column, "is missing (null)");
    }
    return requireFinite(row.getDouble(column), column);
  }

  private double requireFinite(double value, int column) throws BadRow {
    if (!Double.isFinite(value)) {
      throw bad(column, "holds " + value + ", which is not finite");
    }
    return value;
  }

  private BadRow bad(int column, String what) {
    return new BadRow("column '%s' %s".formatted(columns[column], what));
  }
}
