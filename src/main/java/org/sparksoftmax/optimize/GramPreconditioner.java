package org.sparksoftmax.optimize;

import org.sparksoftmax.linalg.Cholesky;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.ParameterLayout;

/**
 * One D×D block for every class: A = (1/K) X̃ᵀX̃ / n + Λ, X̃ being a sample of n rows with a 1 for
 * the intercept and Λ the L2 penalty.
 *
 * <p>The Hessian of the mean loss is Σᵢ (diag(pᵢ) − pᵢpᵢᵀ) ⊗ x̃ᵢx̃ᵢᵀ / N; at equal probabilities
 * its diagonal blocks are (1/K)(1 − 1/K) X̃ᵀX̃ / N, of which A is the sampled form (Böhning 1992
 * bounds the Hessian in the same way). What the sample does not show is bounded from below by a
 * small share of the mean diagonal, so that A is positive definite with constant or dependent
 * columns and without penalty.
 */
public final class GramPreconditioner implements Preconditioner {

  /** What every diagonal entry gets, by the mean diagonal entry over the number of rows. */
  private static final double UNSEEN = 10;

  private final ParameterLayout layout;
  private final Cholesky factor;

  private GramPreconditioner(ParameterLayout layout, Cholesky factor) {
    this.layout = layout;
    this.factor = factor;
  }

  /**
   * Factors A.
   *
   * @param layout class-major
   * @param gram X̃ᵀX̃ for the features as θ sees them, row-major, of order D + 1, the intercept
   *     last; overwritten
   * @param weightSum n, the total weight of the sample
   * @param penalty λ
   */
  public static GramPreconditioner of(
      ParameterLayout layout, double[] gram, double weightSum, double penalty) {
    if (layout.order() != WeightOrder.CLASS_MAJOR) {
      throw new IllegalArgumentException("Invalid weight order: %s".formatted(layout.order()));
    }
    int order = layout.features() + 1;
    double trace = 0;
    for (int j = 0; j < layout.features(); j++) {
      trace += gram[j * order + j];
    }
    double unseen = UNSEEN * trace / layout.features() / weightSum;
    double scale = 1.0 / layout.classes() / weightSum;
    for (int i = 0; i < gram.length; i++) {
      gram[i] *= scale;
    }
    for (int j = 0; j < order; j++) {
      gram[j * order + j] += scale * unseen + (j < layout.features() ? penalty : 0);
    }
    if (!layout.intercept()) {
      isolateIntercept(gram, order);
    }
    return new GramPreconditioner(layout, Cholesky.of(gram, order));
  }

  @Override
  public void solveInPlace(double[] vector) {
    double[] ofClass = new double[layout.features() + 1];
    for (int k = 0; k < layout.classes(); k++) {
      int at = layout.weightIndex(k, 0);
      System.arraycopy(vector, at, ofClass, 0, layout.features());
      ofClass[layout.features()] = layout.intercept() ? vector[layout.interceptIndex(k)] : 0;
      factor.solveInPlace(ofClass);
      System.arraycopy(ofClass, 0, vector, at, layout.features());
      if (layout.intercept()) {
        vector[layout.interceptIndex(k)] = ofClass[layout.features()];
      }
    }
  }

  @Override
  public boolean knowsScale() {
    return true;
  }

  private static void isolateIntercept(double[] gram, int order) {
    int last = order - 1;
    for (int j = 0; j < last; j++) {
      gram[j * order + last] = 0;
      gram[last * order + j] = 0;
    }
    gram[last * order + last] = 1;
  }
}
