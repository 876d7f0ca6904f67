package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.math.loss.Targets;

/** {@link Softmax} in float64, row by row. */
final class F64SoftmaxStack implements Softmax.OfLinearModel<F64Matrix> {

  private final ParameterLayout layout;
  private final Targets[] targets;

  /** Number of classes of one model. */
  private final int classes;

  /** Buffer for the target of one row. */
  private final double[] target;

  /** Intercepts of all models; null if the logits already include them. */
  private final double[] intercepts;

  private final double[] interceptGradient;
  private final double[] scales;

  /**
   * @param addsIntercepts whether to add the intercepts because the logits do not include them
   */
  F64SoftmaxStack(KernelParameters parameters, boolean addsIntercepts) {
    this.layout = parameters.layout();
    this.classes = parameters.stack().one().classes();
    this.target = new double[classes];
    this.targets = new Targets[parameters.stack().models()];
    Arrays.setAll(targets, parameters::targets);
    this.scales = parameters.grid().scales();
    this.interceptGradient = new double[layout.classes()];
    this.intercepts = addsIntercepts ? new double[layout.classes()] : null;
    LayerLayout last = layout.layer(layout.depth() - 1);
    if (addsIntercepts && last.hasBiases()) {
      System.arraycopy(parameters.doubles(), last.biasIndex(0), intercepts, 0, intercepts.length);
    }
  }

  @Override
  public void residuals(F64Matrix z, int rows, ExampleBlock block, int first, LossGradientSum sum) {
    addIntercepts(z, rows);
    for (int i = 0; i < rows; i++) {
      for (int g = 0; g < targets.length; g++) {
        double exampleWeight = targets[g].exampleWeight(block, first + i);
        double loss =
            loss(targets[g], z.array(), z.row(i) + g * classes, block, first + i, exampleWeight);
        sum.losses(g).add(loss, exampleWeight);
      }
      for (int k = 0; k < interceptGradient.length; k++) {
        interceptGradient[k] += z.array()[z.row(i) + k];
      }
    }
  }

  @Override
  public void logitsInto(F64Matrix z, int rows, double[] out, int outOffset) {
    addIntercepts(z, rows);
    int count = layout.classes();
    for (int i = 0; i < rows; i++) {
      System.arraycopy(z.array(), z.row(i), out, outOffset + i * count, count);
    }
  }

  @Override
  public void addInterceptGradient(LossGradientSum sum) {
    if (layout.intercept()) {
      int[] intercepts = {layout.features()};
      double[] scale = {scales[layout.features()]};
      sum.addFeatures(layout, intercepts, 1, interceptGradient, 0, scale);
    }
    Arrays.fill(interceptGradient, 0.0);
  }

  private void addIntercepts(F64Matrix z, int rows) {
    for (int i = 0; intercepts != null && i < rows; i++) {
      for (int k = 0; k < intercepts.length; k++) {
        z.array()[z.row(i) + k] += intercepts[k];
      }
    }
  }

  private double loss(
      Targets ofModel, double[] logits, int from, ExampleBlock block, int i, double weight) {
    if (ofModel.areLabels(block)) {
      return SoftmaxCrossEntropy.residualInPlace(logits, from, classes, block.label(i), weight);
    }
    ofModel.into(block, i, target);
    return SoftmaxCrossEntropy.residualInPlace(logits, from, target, weight);
  }
}
