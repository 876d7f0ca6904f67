package org.sparksoftmax.ml;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.MissingFeatures;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.pass.LogitScorer;

/** Computes the logits of single vectors, in float64. Thread-safe. */
final class RowScorer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ParameterLayout layout;
  private final double[] parameters;

  /** The centre of each feature; null if all are 0. */
  private final double[] centres;

  /** The replacements of missing features; null if none may be missing. */
  private final MissingFeatures missing;

  private transient ThreadLocal<LogitScorer> scorers;

  RowScorer(SoftmaxModel model) {
    this.layout = model.layout(WeightOrder.CLASS_MAJOR);
    this.parameters = model.logitParameters(WeightOrder.CLASS_MAJOR);
    this.centres = model.units().centres();
    this.missing = model.schema().acceptsMissing() ? MissingFeatures.of(model.schema()) : null;
  }

  int classes() {
    return layout.classes();
  }

  int features() {
    return layout.features();
  }

  /**
   * Computes the logits of a vector. Those of two classes are centred, which changes no bit of the
   * probabilities, so that a larger logit of class 1 means a larger probability. NaN is a missing
   * feature where the model replaces such.
   *
   * @throws IllegalArgumentException if the vector does not have D entries
   */
  Vector logits(Vector vector) {
    if (vector.size() != layout.features()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot apply the model to a vector of %d features: it has %d",
              vector.size(),
              layout.features()));
    }
    double[] logits = new double[layout.classes()];
    FeatureBlock raw = block(missing == null ? vector : filled(vector));
    scorers().get().logitsInto(centres == null ? raw : raw.minus(centres), logits);
    if (logits.length == 2) {
      double half = logits[1] / 2 - logits[0] / 2;
      logits[0] = -half;
      logits[1] = half;
    }
    return new DenseVector(logits);
  }

  private Vector filled(Vector vector) {
    double[] features = vector.toArray();
    double[] filled = missing.fill(features);
    return filled == features ? vector : new DenseVector(filled);
  }

  private static FeatureBlock block(Vector vector) {
    if (vector instanceof SparseVector sparse) {
      return new CsrBlock(
          sparse.size(),
          new int[] {0, sparse.indices().length},
          sparse.indices(),
          new F64Values(sparse.values()));
    }
    return new DenseBlock(1, vector.size(), new F64Values(((DenseVector) vector).values()));
  }

  /** Recreates the scorers after deserialization. */
  private synchronized ThreadLocal<LogitScorer> scorers() {
    if (scorers == null) {
      scorers = ThreadLocal.withInitial(() -> new LogitScorer(layout, parameters));
    }
    return scorers;
  }
}
