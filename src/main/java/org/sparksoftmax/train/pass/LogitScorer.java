package org.sparksoftmax.train.pass;

import java.util.EnumMap;
import java.util.Map;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.layout.ParameterLayout;

/** Computes the logits of rows of any block type. Not thread-safe. */
public final class LogitScorer {

  private final ParameterLayout layout;
  private final double[] parameters;
  private final Map<WeightOrder, LossGradientKernel> kernels = new EnumMap<>(WeightOrder.class);

  /**
   * @param parameters θ in {@code layout}, for the features of the given blocks; not copied
   */
  public LogitScorer(ParameterLayout layout, double[] parameters) {
    this.layout = layout;
    this.parameters = parameters;
  }

  /**
   * Computes the logits of all rows of a block.
   *
   * @param x the rows
   * @param logits rows × classes; overwritten
   */
  public void logitsInto(FeatureBlock x, double[] logits) {
    kernels
        .computeIfAbsent(x.weightOrder(), order -> kernel(order, x.arithmetic()))
        .logitsInto(x, 0, x.rows(), logits);
  }

  private LossGradientKernel kernel(WeightOrder order, Arithmetic arithmetic) {
    return new LossGradientKernel(
        KernelParameters.forLogits(
            layout.withOrder(order), layout.reorder(parameters, order), arithmetic));
  }
}
