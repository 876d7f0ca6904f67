package org.sparksoftmax.math.gradient;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;

/** The sums of a pass and the grid of its gradient. */
public record GridSum(LossGradientSum sum, GradientGrid grid) {

  /**
   * The coarser grid with which to repeat the pass, if its sums exceeded this one; only those of a
   * network can. The result does not depend on the order in which blocks were added.
   */
  public Optional<GradientGrid> wider() {
    double peak = sum.peak();
    return peak >= FixedPoint.LIMIT && peak < Double.POSITIVE_INFINITY
        ? Optional.of(grid.coarser(Math.getExponent(peak) + 1 - FixedPoint.BITS))
        : Optional.empty();
  }

  /** Σ wᵢ ∂ℓᵢ/∂θ of the only model, as a new vector; all NaN if a summand was out of range. */
  public double[] gradient(ParameterLayout layout) {
    return sum.gradient(layout, grid);
  }

  /** Σ wᵢ ∂ℓᵢ/∂θ of each model; see {@link LossGradientSum#gradients}. */
  public List<double[]> gradients(ModelStack stack) {
    return sum.gradients(stack, grid);
  }
}
