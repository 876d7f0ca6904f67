package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.F32Network;

/** The pass of a network in float32, strip by strip: logits, residuals, and back. */
final class F32NetworkPass implements BlockPass {

  private final ParameterLayout layout;
  private final F32Network network;
  private final F32SoftmaxStack softmax;
  private final F32Matrix strip;
  private final double[] scales;

  F32NetworkPass(KernelParameters parameters) {
    this.layout = parameters.layout();
    this.network = new F32Network(layout, parameters.singles(), parameters.dropout());
    int rows = network.stripRows();
    int stride = F32Kernels.padded(layout.classes());
    this.softmax = new F32SoftmaxStack(parameters, layout.classes(), rows);
    this.strip = new F32Matrix(new float[rows * stride], 0, stride, rows, layout.classes());
    this.scales = parameters.grid().scales();
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    network.begin(block.features());
    for (int from = 0; from < block.rows(); from += strip.rows()) {
      F32Matrix z = strip.head(Math.min(strip.rows(), block.rows() - from));
      network.logitsInto(block.features(), block.order(), from, z);
      softmax.residuals(z, block, from, sum);
      network.addGradient(z);
    }
    sum.notePeak(network.addTo(sum.gradientSum(layout.dimension()), scales));
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    for (int first = from; first < to; first += strip.rows()) {
      F32Matrix z = strip.head(Math.min(strip.rows(), to - first));
      network.logitsInto(x, 0, first, z); // without dropout, so that the order is of no matter
      softmax.logitsInto(z, logits, (first - from) * layout.classes());
    }
  }
}
