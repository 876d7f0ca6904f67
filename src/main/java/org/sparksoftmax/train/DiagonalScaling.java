package org.sparksoftmax.train;

import java.util.Arrays;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.optimize.Diagonal;
import org.sparksoftmax.train.pass.RowSample;
import org.sparksoftmax.train.pass.Standardizer;

/**
 * The initial diagonal of L-BFGS, for sparse data with too many features for the Hessian of a
 * sample.
 *
 * <p>With the diagonal of the Hessian itself, λ + p(1−p)·mean x², rare features take such large
 * steps that the run needs more evaluations than without it. Without a diagonal, the few most
 * frequent features limit the steps of all others. This diagonal lies a third of the way between
 * the two, in the logarithm of the mean square. With it, 20 Newsgroups (λ = 1e-4) is within 1e-4 of
 * its optimum after 171 evaluations, compared with more than 412 for the Hessian's diagonal and 280
 * without one; CLINC150 needs 33, compared with 43 without one.
 */
final class DiagonalScaling {

  /**
   * The exponent of a feature's own mean square; that of the largest mean square is 1 minus this.
   */
  private static final double SHARE = 1.0 / 3;

  private static final double LEAST_VARIANCE = 1e-9;

  private DiagonalScaling() {}

  /** Computes one factor for each parameter, in one Spark job. */
  static Diagonal of(TrainingProblem problem) {
    return problem.layout().order() == WeightOrder.FEATURE_MAJOR
        ? ofSparse(problem)
        : ofDense(problem);
  }

  private static Diagonal ofSparse(TrainingProblem problem) {
    ParameterLayout layout = problem.layout();
    double penalty = problem.penalty().l2();
    double[] squares = RowSample.meanSquares(problem.data().train(), layout);
    for (int j = 0; j < squares.length; j++) {
      double factor = problem.scaling().factor(j) * problem.coordinates().factor(j);
      squares[j] *= factor * factor;
    }
    double largest = Arrays.stream(squares).max().orElseThrow();
    double uncertainty = (1 - 1.0 / layout.classes()) / layout.classes();
    double[] curvatures = new double[layout.features() + 1];
    for (int j = 0; j < squares.length; j++) {
      double u = problem.coordinates().factor(j);
      curvatures[j] = penalty * u * u + uncertainty * between(squares[j], largest);
    }
    curvatures[squares.length] = uncertainty * between(1, largest);
    return of(layout, curvatures);
  }

  /**
   * The diagonal of the Hessian at uniform probabilities, for dense data: λ + p(1 − p) times the
   * mean square of the feature as θ applies to it, centred or not.
   */
  private static Diagonal ofDense(TrainingProblem problem) {
    ParameterLayout layout = problem.layout();
    double[] squares = Standardizer.meanSquares(problem.data().train(), problem.targets());
    double uncertainty = (1 - 1.0 / layout.classes()) / layout.classes();
    double[] curvatures = new double[layout.features() + 1];
    for (int j = 0; j < squares.length; j++) {
      double mean = problem.scaling().mean(j);
      double variance = squares[j] - mean * mean;
      // The variance of a constant feature is only rounding error.
      double square = variance > LEAST_VARIANCE * squares[j] ? variance : squares[j];
      double u = problem.coordinates().factor(j);
      double factor = problem.scaling().factor(j) * u;
      curvatures[j] = problem.penalty().l2() * u * u + uncertainty * factor * factor * square;
    }
    curvatures[squares.length] = uncertainty;
    return of(layout, curvatures);
  }

  /** Converts the curvatures of the features, followed by that of the intercept. */
  private static Diagonal of(ParameterLayout layout, double[] curvatures) {
    int features = layout.features();
    double least = Arrays.stream(curvatures).filter(c -> c > 0).min().orElse(1);
    float[] entries = new float[layout.dimension()];
    for (int k = 0; k < layout.classes(); k++) {
      for (int j = 0; j < features; j++) {
        entries[layout.weightIndex(k, j)] = factor(least, curvatures[j]);
      }
      if (layout.intercept()) {
        entries[layout.interceptIndex(k)] = factor(least, curvatures[features]);
      }
    }
    return new Diagonal(entries, 1 / least);
  }

  /** A feature that is 0 everywhere, without penalty, has no curvature and no gradient. */
  private static float factor(double least, double curvature) {
    return curvature > 0 ? (float) (least / curvature) : 1;
  }

  private static double between(double square, double largest) {
    return Math.pow(square, SHARE) * Math.pow(largest, 1 - SHARE);
  }
}
