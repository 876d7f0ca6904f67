package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.math.loss.Targets;

/** The step between the two products, in float64, of every model of a stack. */
final class F64SoftmaxStack {

  private final Targets[] targets;
  private final int classes;

  /** The target of one row. */
  private final double[] target;

  F64SoftmaxStack(KernelParameters parameters) {
    this.classes = parameters.stack().one().classes();
    this.target = new double[classes];
    this.targets = new Targets[parameters.stack().models()];
    for (int g = 0; g < targets.length; g++) {
      targets[g] = parameters.targets(g);
    }
  }

  /**
   * The logits of all models at {@code at} become w·(p − t) of row {@code i} of {@code block}; adds
   * up the losses.
   */
  void residualInPlace(double[] logits, int at, ExampleBlock block, int i, LossGradientSum sum) {
    for (int g = 0; g < targets.length; g++) {
      int from = at + g * classes;
      double exampleWeight = targets[g].exampleWeight(block, i);
      sum.losses(g).add(loss(targets[g], logits, from, block, i, exampleWeight), exampleWeight);
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
