package org.sparksoftmax.sql;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.table.ModelRows;

/** Takes the features of a model from the argument of a call. */
sealed interface ModelInput extends Serializable {

  /**
   * The features.
   *
   * @param argument not null
   * @return null if they cannot be scored
   */
  Vector features(Object argument);

  /**
   * The columns of the model, as fields of a row.
   *
   * @param positions the field of each column
   */
  record Columns(ModelRows rows, List<Integer> positions) implements ModelInput {
    private static final long serialVersionUID = 1L;

    @Override
    public Vector features(Object argument) {
      Row struct = (Row) argument;
      try {
        return rows.features(RowFactory.create(positions.stream().map(struct::get).toArray()));
      } catch (BadRow unusable) {
        return null;
      }
    }

    /** The positions decide, because the model is compared as a whole. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Columns columns && positions.equals(columns.positions);
    }

    @Override
    public int hashCode() {
      return positions.hashCode();
    }
  }

  /**
   * A vector, or an array of numbers.
   *
   * @param size the number of features
   * @param acceptsMissing whether NaN, and null in an array, are missing values that the model
   *     replaces
   */
  record Entries(int size, boolean acceptsMissing) implements ModelInput {
    private static final long serialVersionUID = 1L;

    @Override
    public Vector features(Object argument) {
      Vector vector = argument instanceof Vector given ? given : vector(argument);
      double[] values =
          vector instanceof SparseVector sparse ? sparse.values() : ((DenseVector) vector).values();
      return vector.size() == size && Arrays.stream(values).allMatch(this::isUsable)
          ? vector
          : null;
    }

    private static Vector vector(Object array) {
      return new DenseVector(
          ScalaValues.asJava((scala.collection.Seq<?>) array).stream()
              .mapToDouble(entry -> entry == null ? Double.NaN : ((Number) entry).doubleValue())
              .toArray());
    }

    private boolean isUsable(double value) {
      return Double.isFinite(value) || (acceptsMissing && Double.isNaN(value));
    }
  }
}
