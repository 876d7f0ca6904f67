package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.Coordinates;

/** Applies a model P of the Hessian at θ̂ = Cφ to φ, where the Hessian is CᵀPC. */
public final class CoordinatePreconditioner implements Preconditioner {

  private final Preconditioner ofParameters;
  private final Coordinates coordinates;
  private final ParameterLayout layout;

  public CoordinatePreconditioner(
      Preconditioner ofParameters, Coordinates coordinates, ParameterLayout layout) {
    this.ofParameters = ofParameters;
    this.coordinates = coordinates;
    this.layout = layout;
  }

  @Override
  public double[] solve(double[] parameters, double[] vector) {
    double[] solution =
        ofParameters.solve(
            coordinates.parameters(layout, parameters),
            coordinates.gradientOfParameters(layout, vector));
    return coordinates.coordinates(layout, solution);
  }

  @Override
  public double curvature(double[] vector) {
    return ofParameters.curvature(coordinates.parameters(layout, vector));
  }
}
