package org.sparksoftmax.math.gradient;

import java.util.function.Function;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Dropout;

/** The sums of a pass and the grid that its gradient was summed in. */
public record GridSum(LossGradientSum sum, GradientGrid grid) {

  /** Makes the grids of the passes over a data set. */
  public static final class Source {

    private final ColumnMagnitudes magnitudes;
    private final double exampleWeightSum;
    private final GradientGrid linear;

    /**
     * @param exampleWeightSum Σ w of all rows, > 0, or more
     */
    public Source(ColumnMagnitudes magnitudes, double exampleWeightSum) {
      this.magnitudes = magnitudes;
      this.exampleWeightSum = exampleWeightSum;
      this.linear = GradientGrid.of(magnitudes, exampleWeightSum);
    }

    /**
     * Makes a pass, and another one with larger steps if its sums went beyond those of the first:
     * which they did, or not, whatever the order in which blocks were added.
     *
     * @param layout of all models of the pass
     * @param parameters θ of the model, if it is a network
     */
    public GridSum sum(
        ParameterLayout layout,
        double[] parameters,
        Dropout dropout,
        Function<GradientGrid, LossGradientSum> pass) {
      if (layout.isLinear()) {
        return new GridSum(pass.apply(linear), linear);
      }
      GradientGrid grid =
          GradientGrid.of(layout, parameters, magnitudes, exampleWeightSum, dropout);
      LossGradientSum sum = pass.apply(grid);
      double peak = sum.peak();
      if (peak >= FixedPoint.LIMIT && peak < Double.POSITIVE_INFINITY) {
        grid = grid.coarser(Math.getExponent(peak) + 1 - FixedPoint.BITS);
        sum = pass.apply(grid);
      }
      return new GridSum(sum, grid);
    }
  }

  /** Σ wᵢ ∂ℓᵢ/∂θ as a new vector; all NaN if a summand was not finite. */
  public double[] gradient(ParameterLayout layout) {
    return sum.gradient(layout, grid);
  }
}
