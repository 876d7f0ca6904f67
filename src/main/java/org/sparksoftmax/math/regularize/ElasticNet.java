package org.sparksoftmax.math.regularize;

/**
 * λ((1 − α)/2 Σ θᵢ² + α Σ |θᵢ|) over the first {@code penalized} parameters (Zou and Hastie 2005):
 * the weights, not the intercepts that follow.
 */
public final class ElasticNet implements Regularizer {
  private static final long serialVersionUID = 1L;

  private final L2Regularizer l2;
  private final L1Penalty l1;

  /**
   * @param l2 λ(1 − α)
   * @param l1 λα
   * @param penalized number of leading parameters that are penalised
   * @throws IllegalArgumentException if a strength is negative or not finite
   */
  public ElasticNet(double l2, double l1, int penalized) {
    this.l2 = new L2Regularizer(l2, penalized);
    this.l1 = new L1Penalty(l1, penalized);
  }

  @Override
  public double value(double[] parameters) {
    return l2.value(parameters) + l1.value(parameters);
  }

  @Override
  public void addGradient(double[] parameters, double[] gradient, int from, int to) {
    l2.addGradient(parameters, gradient, from, to);
  }

  @Override
  public double strongConvexity() {
    return l2.strongConvexity();
  }

  @Override
  public L1Penalty l1() {
    return l1;
  }
}
