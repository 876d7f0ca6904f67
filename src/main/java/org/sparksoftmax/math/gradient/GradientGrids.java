package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Dropout;

/** Provides the initial gradient grids of passes over one data set. */
public final class GradientGrids {

  private final ColumnMagnitudes magnitudes;
  private final double exampleWeightSum;
  private final GradientGrid linear;

  /**
   * Creates the grids for a data set.
   *
   * @param magnitudes magnitudes over all rows
   * @param exampleWeightSum Σ w of all rows, or an upper bound on it; &gt; 0
   */
  public GradientGrids(ColumnMagnitudes magnitudes, double exampleWeightSum) {
    this.magnitudes = magnitudes;
    this.exampleWeightSum = exampleWeightSum;
    this.linear = GradientGrid.of(magnitudes, exampleWeightSum);
  }

  /**
   * The grid for the first pass at θ; {@link GridSum#wider} returns that for a second one.
   *
   * @param layout layout of all models of the pass
   * @param parameters θ of the model, if it is a network
   */
  public GradientGrid grid(ParameterLayout layout, double[] parameters, Dropout dropout) {
    return layout.isLinear()
        ? linear
        : GradientGrid.of(layout, parameters, magnitudes, exampleWeightSum, dropout);
  }
}
