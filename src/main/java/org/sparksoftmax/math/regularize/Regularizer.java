package org.sparksoftmax.math.regularize;

import java.io.Serializable;

/** A penalty on the parameters θ. */
public interface Regularizer extends Serializable {

  /** The penalty at {@code parameters}, including its non-differentiable part. */
  double value(double[] parameters);

  /**
   * Adds the gradient of the smooth part of the penalty to {@code gradient}, for the parameters
   * {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param parameters θ; not modified
   * @param gradient vector of the length of θ; modified
   */
  void addGradient(double[] parameters, double[] gradient, int from, int to);

  /** λ(1 − α), the curvature of the smooth part along every weight. */
  double strongConvexity();

  /** The part that is not differentiable at 0. */
  default L1Penalty l1() {
    return L1Penalty.NONE;
  }
}
