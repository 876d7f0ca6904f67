package org.sparksoftmax.regularize;

/** A penalty on the parameters θ. */
public interface Regularizer {

  /** The penalty at {@code parameters}. */
  double value(double[] parameters);

  /**
   * Adds the derivative of the penalty.
   *
   * @param parameters θ; not modified
   * @param gradient of the length of θ; added to
   */
  void addGradient(double[] parameters, double[] gradient);
}
