package org.sparksoftmax.math.curvature;

import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.optimize.Preconditioner;

/**
 * Applies a Hessian model P for uncentred features to parameters for centred ones. With S mapping
 * the intercepts from centred to uncentred features, the Hessian is SᵀPS.
 */
public final class CentredPreconditioner implements Preconditioner {

  private final Preconditioner uncentred;
  private final FeatureScaling scaling;
  private final ParameterLayout layout;

  public CentredPreconditioner(
      Preconditioner uncentred, FeatureScaling scaling, ParameterLayout layout) {
    this.uncentred = uncentred;
    this.scaling = scaling;
    this.layout = layout;
  }

  @Override
  public double[] solve(double[] parameters, double[] vector) {
    double[] moved = vector.clone();
    scaling.moveWeightsInPlace(layout, moved, 1); // S⁻ᵀ
    double[] solution = uncentred.solve(moved(parameters), moved);
    scaling.moveInterceptsInPlace(layout, solution, 1); // S⁻¹
    return solution;
  }

  @Override
  public double curvature(double[] vector) {
    return uncentred.curvature(moved(vector));
  }

  private double[] moved(double[] parameters) {
    double[] moved = parameters.clone();
    scaling.moveInterceptsInPlace(layout, moved, -1);
    return moved;
  }
}
