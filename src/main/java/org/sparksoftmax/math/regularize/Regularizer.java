package org.sparksoftmax.math.regularize;

import java.io.Serializable;

/** A penalty on the parameters θ. */
public interface Regularizer extends Serializable {

  /** The penalty at {@code parameters}, including its non-smooth part. */
  double value(double[] parameters);

  /**
   * Adds the derivative of the smooth part of the penalty.
   *
   * @param parameters θ; not modified
   * @param gradient of the length of θ; added to
   */
  void addGradient(double[] parameters, double[] gradient);

  /** λ(1 − α), the curvature of the smooth part along every weight. */
  double strongConvexity();

  /** The part without a derivative at 0. */
  default L1Penalty l1() {
    return L1Penalty.NONE;
  }
}
