package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Dropout;

/** The initial grids of passes over one data set. */
public final class GradientGrids {

  private final ColumnMagnitudes magnitudes;
  private final double exampleWeightSum;
  private final GradientGrid linear;

  /**
   * The grids of a data set.
   *
   * @param magnitudes of all its rows
   * @param exampleWeightSum Σ w of all rows, &gt; 0, or more
   */
  public GradientGrids(ColumnMagnitudes magnitudes, double exampleWeightSum) {
    this.magnitudes = magnitudes;
    this.exampleWeightSum = exampleWeightSum;
    this.linear = GradientGrid.of(magnitudes, exampleWeightSum);
  }

  /**
   * The grid of the first pass at θ; {@link GridSum#wider} has that of a second one.
   *
   * @param layout of all models of the pass
   * @param parameters θ of the model, if it is a network
   */
  public GradientGrid grid(ParameterLayout layout, double[] parameters, Dropout dropout) {
    return layout.isLinear()
        ? linear
        : GradientGrid.of(layout, parameters, magnitudes, exampleWeightSum, dropout);
  }
}
