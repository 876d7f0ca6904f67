package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.F64Network;

/** The pass of a network in float64, as {@link F32NetworkPass}. */
final class F64NetworkPass implements BlockPass {

  private final ParameterLayout layout;
  private final F64Network network;
  private final F64SoftmaxStack softmax;
  private final double[] scales;

  F64NetworkPass(KernelParameters parameters) {
    this.layout = parameters.layout();
    this.network = new F64Network(layout, parameters.doubles(), parameters.dropout());
    this.softmax = new F64SoftmaxStack(parameters);
    this.scales = parameters.grid().scales();
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    network.begin(block.features());
    for (int from = 0; from < block.rows(); from += F64Network.STRIP_ROWS) {
      int rows = Math.min(F64Network.STRIP_ROWS, block.rows() - from);
      F64Matrix z = network.logits(block.features(), block.order(), from, rows);
      for (int i = 0; i < rows; i++) {
        softmax.residualInPlace(z.array(), z.row(i), block, from + i, sum);
      }
      network.addGradient(z);
    }
    sum.notePeak(network.addTo(sum.gradientSum(layout.dimension()), scales));
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    int classes = layout.classes();
    for (int first = from; first < to; first += F64Network.STRIP_ROWS) {
      F64Matrix z = network.logits(x, 0, first, Math.min(F64Network.STRIP_ROWS, to - first));
      for (int i = 0; i < z.rows(); i++) {
        System.arraycopy(z.array(), z.row(i), logits, (first - from + i) * classes, classes);
      }
    }
  }
}
