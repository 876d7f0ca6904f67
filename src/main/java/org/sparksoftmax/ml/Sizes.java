package org.sparksoftmax.ml;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.util.SizeEstimator;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * The sizes in memory by which a Spark Connect server limits the models of a session. Spark's own
 * estimate follows the references of a model to the training rows, and from there to the session.
 */
final class Sizes {

  private Sizes() {}

  /** The size in bytes of a model with the parameters for its executors, and of its summary. */
  static long of(SoftmaxModel model, RowScorer scorer, Optional<FitRecord> summary) {
    return SizeEstimator.estimate(model)
        + SizeEstimator.estimate(scorer)
        + summary.map(SizeEstimator::estimate).orElse(0L);
  }

  /**
   * The size in bytes of the parameters of a model to be fitted.
   *
   * @throws UnsupportedOperationException if the number of features or classes is not known, which
   *     Spark Connect servers expect
   */
  static long expected(OptionalInt features, int[] hiddenLayers, OptionalInt classes) {
    if (features.isEmpty() || classes.isEmpty()) {
      throw new UnsupportedOperationException(
          "The size of the model is known after the fit: the columns have no metadata of features and classes");
    }
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, hiddenLayers);
    double parameters = ParameterLayout.parameters(features.getAsInt(), classes.getAsInt(), hidden);
    return (long) (2 * Double.BYTES * parameters);
  }
}
