package org.sparksoftmax.data.table;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.SplitRole;

/**
 * Parses the rows of a DataFrame, whose columns are the features, the label or the targets, then
 * optionally the weight and the indicator of held-out rows.
 *
 * @param cells reads the columns
 * @param targets the classes of the target probabilities; null if rows have labels
 * @param weighted whether there is a column of weights
 * @param holdsOut whether there is a column that indicates held-out rows
 * @param classes name of each class; null if the class indices are the names
 * @param training whether a class beyond {@code classes} is an error; otherwise, it is unknown
 */
record FrameRows(
    CellReader cells,
    TargetColumns targets,
    boolean weighted,
    boolean holdsOut,
    String[] classes,
    boolean training)
    implements Serializable {

  /** The maximum number of classes, to limit the memory allocated for a single wrong label. */
  private static final int MAX_CLASSES = 1 << 20;

  private static final int FEATURES = 0;
  private static final int TARGET = 1;
  private static final int WEIGHT = 2;

  /** Puts the rows of one partition into a builder. */
  static final class Reader {
    private final FrameRows form;
    private final RawPartitionBuilder builder;
    private final String place;

    /** The size of all vectors so far; −1 before the first. */
    private int size = -1;

    private long number;

    Reader(FrameRows form, RawPartitionBuilder builder, String place) {
      this.form = form;
      this.builder = builder;
      this.place = place;
    }

    /**
     * Adds a row, or rejects it.
     *
     * @return whether to continue with the next row
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
      double weight = form.weighted ? form.cells.weight(row, WEIGHT) : 1.0;
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
        throw form.cells.bad(
            FEATURES,
            String.format(
                Locale.ROOT,
                "holds a vector of %d values, expected %d as in the rows before",
                found,
                size));
      }
      size = found;
    }
  }

  private Vector vector(Row row) throws BadRow {
    if (!(row.get(FEATURES) instanceof Vector vector)) {
      throw cells.bad(FEATURES, "is missing (null)");
    }
    double[] values =
        vector instanceof SparseVector sparse ? sparse.values() : ((DenseVector) vector).values();
    cells.requireFinite(values, FEATURES);
    return vector;
  }

  private String label(Row row) throws BadRow {
    double label = cells.number(row, TARGET);
    int k = (int) label;
    if (k != label || k < 0 || k >= MAX_CLASSES) {
      throw cells.bad(
          TARGET,
          String.format(
              Locale.ROOT,
              "holds %s, which is no class (a whole number from 0 to %d): a StringIndexer numbers classes",
              label,
              MAX_CLASSES - 1));
    }
    if (classes == null) {
      return Integer.toString(k);
    }
    if (k < classes.length) {
      return classes[k];
    }
    if (training) {
      throw cells.bad(
          TARGET,
          String.format(
              Locale.ROOT,
              "holds %d, but its metadata has %d classes (0 to %d)",
              k,
              classes.length,
              classes.length - 1));
    }
    return "#" + k + " of " + classes.length; // no class of the model has such a name
  }

  private SplitRole role(Row row) throws BadRow {
    if (!holdsOut) {
      return SplitRole.TRAIN;
    }
    int column = cells.columns().length - 1;
    cells.present(row, column);
    return row.getBoolean(column) ? SplitRole.VALIDATION : SplitRole.TRAIN;
  }

  private double[] probabilities(Row row) throws BadRow {
    double[] found = cells.probabilities(row, TARGET, targets.classes().length).clone();
    for (double probability : found) {
      TargetColumns.requireProbability(probability, cells.columns()[TARGET]);
    }
    return found;
  }
}
