package org.sparksoftmax.math.gradient;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;

/**
 * The parameters θ of one or more models, on the scale of the stored features and in the precision
 * of the kernel, with the targets of their rows. Immutable for the duration of a pass.
 */
public final class KernelParameters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelStack stack;

  /** One entry per model. */
  private final List<Targets> targets;

  /** Either {@code singles} or {@code doubles} is null. */
  private final float[] singles;

  private final double[] doubles;

  private final GradientGrid grid;
  private final Dropout dropout;

  private KernelParameters(
      ModelStack stack,
      List<Targets> targets,
      float[] singles,
      double[] doubles,
      GradientGrid grid,
      Dropout dropout) {
    this.stack = stack;
    this.targets = new ArrayList<>(targets); // readable by Kryo
    this.grid = grid;
    this.dropout = dropout;
    this.singles = singles;
    this.doubles = doubles;
  }

  /**
   * Parameters of one model whose targets are labels; see {@link #of(ModelStack, List, List,
   * Arithmetic, GradientGrid, Dropout, Buffer)}.
   */
  public static KernelParameters of(
      ParameterLayout layout, double[] parameters, Arithmetic arithmetic, GradientGrid grid) {
    return of(ModelStack.of(layout), List.of(parameters), List.of(Targets.PLAIN), arithmetic, grid);
  }

  /** Like the overload with dropout, without dropout. */
  public static KernelParameters of(
      ModelStack stack,
      List<double[]> parameters,
      List<Targets> targets,
      Arithmetic arithmetic,
      GradientGrid grid) {
    return of(stack, parameters, targets, arithmetic, grid, Dropout.NONE, new Buffer());
  }

  /** Memory for θ in float32, for successive passes. */
  public static final class Buffer {

    private float[] singles = {};

    private float[] singles(int length) {
      if (singles.length != length) {
        singles = new float[length];
      }
      return singles;
    }
  }

  /**
   * Rounds θ to {@code arithmetic}.
   *
   * @param parameters θ of each model; not modified, but may be retained if the arithmetic is
   *     float64
   * @param targets targets of each model
   * @param grid the fixed-point grid in which gradients are summed
   * @param dropout dropout of the hidden layers, if any
   * @param buffer memory for θ; the parameters of an earlier pass in it become invalid
   * @throws IllegalArgumentException if the dimension of a θ does not match the layout
   */
  public static KernelParameters of(
      ModelStack stack,
      List<double[]> parameters,
      List<Targets> targets,
      Arithmetic arithmetic,
      GradientGrid grid,
      Dropout dropout,
      Buffer buffer) {
    for (double[] ofModel : parameters) {
      if (ofModel.length != stack.one().dimension()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Invalid parameters: %d where the layout has %d",
                ofModel.length,
                stack.one().dimension()));
      }
    }
    double[] stacked = stack.stack(parameters);
    if (arithmetic == Arithmetic.F64) {
      return new KernelParameters(stack, targets, null, stacked, grid, dropout);
    }
    // Kernels may read a whole vector from any position.
    float[] singles = buffer.singles(stacked.length + F32Kernels.LANES);
    Parts.forEach(
        stacked.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            singles[i] = (float) stacked[i];
          }
        });
    return new KernelParameters(stack, targets, singles, null, grid, dropout);
  }

  /** Like {@link #of}, for computing logits only. */
  public static KernelParameters forLogits(
      ParameterLayout layout, double[] parameters, Arithmetic arithmetic) {
    return of(layout, parameters, arithmetic, GradientGrid.NONE);
  }

  /** The same θ, shared, for computing logits only. */
  public KernelParameters forLogits() {
    return new KernelParameters(
        stack, List.of(Targets.PLAIN), singles, doubles, GradientGrid.NONE, Dropout.NONE);
  }

  /** The models. */
  public ModelStack stack() {
    return stack;
  }

  /** The layout of all models together. */
  public ParameterLayout layout() {
    return stack.layout();
  }

  /** The targets of model {@code g}. */
  Targets targets(int g) {
    return targets.get(g);
  }

  public Arithmetic arithmetic() {
    return singles == null ? Arithmetic.F64 : Arithmetic.F32;
  }

  GradientGrid grid() {
    return grid;
  }

  Dropout dropout() {
    return dropout;
  }

  /** θ in float32, followed by {@link F32Kernels#LANES} unused entries. */
  float[] singles() {
    return singles;
  }

  /** θ in float64. */
  double[] doubles() {
    return doubles;
  }
}
