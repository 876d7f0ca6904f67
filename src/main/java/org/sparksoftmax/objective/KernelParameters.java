package org.sparksoftmax.objective;

import java.io.Serializable;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.F32Kernels;
import org.sparksoftmax.model.ParameterLayout;

/** θ for the features as stored, in the type in which a kernel computes. Immutable. */
public final class KernelParameters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ParameterLayout layout;

  /** One of the two is null. */
  private final float[] singles;

  private final double[] doubles;

  private final GradientGrid grid;

  private KernelParameters(
      ParameterLayout layout, float[] singles, double[] doubles, GradientGrid grid) {
    this.layout = layout;
    this.grid = grid;
    this.singles = singles;
    this.doubles = doubles;
  }

  /**
   * Rounds θ to {@code arithmetic}.
   *
   * @param parameters θ; not modified, but kept if the arithmetic is float64
   * @param grid the fixed point in which gradients are summed
   * @throws IllegalArgumentException if θ does not have the layout's dimension
   */
  public static KernelParameters of(
      ParameterLayout layout, double[] parameters, Arithmetic arithmetic, GradientGrid grid) {
    if (parameters.length != layout.dimension()) {
      throw new IllegalArgumentException(
          "Invalid parameters: %d where the layout has %d"
              .formatted(parameters.length, layout.dimension()));
    }
    if (arithmetic == Arithmetic.F64) {
      return new KernelParameters(layout, null, parameters, grid);
    }
    // Whole vectors may be read from any position on.
    float[] singles = new float[parameters.length + F32Kernels.LANES];
    for (int i = 0; i < parameters.length; i++) {
      singles[i] = (float) parameters[i];
    }
    return new KernelParameters(layout, singles, null, grid);
  }

  /** As {@link #of}, for logits alone. */
  public static KernelParameters forLogits(
      ParameterLayout layout, double[] parameters, Arithmetic arithmetic) {
    return of(layout, parameters, arithmetic, GradientGrid.NONE);
  }

  public ParameterLayout layout() {
    return layout;
  }

  Arithmetic arithmetic() {
    return singles == null ? Arithmetic.F64 : Arithmetic.F32;
  }

  GradientGrid grid() {
    return grid;
  }

  /** θ in float32, with {@link F32Kernels#LANES} entries of room behind it. */
  float[] singles() {
    return singles;
  }

  /** θ in float64. */
  double[] doubles() {
    return doubles;
  }
}
