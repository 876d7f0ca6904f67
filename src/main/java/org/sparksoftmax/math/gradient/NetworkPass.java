package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Network;

/** The pass of a network, strip by strip: logits, residuals, backpropagation. */
final class NetworkPass<M> implements BlockPass {

  private final ParameterLayout layout;
  private final Network<M> network;
  private final Softmax<M> softmax;
  private final double[] scales;

  private NetworkPass(KernelParameters parameters, Network<M> network, Softmax<M> softmax) {
    this.layout = parameters.layout();
    this.network = network;
    this.softmax = softmax;
    this.scales = parameters.grid().scales();
  }

  static BlockPass f32(KernelParameters parameters) {
    var network = Network.f32(parameters.layout(), parameters.singles(), parameters.dropout());
    var softmax = new F32PanelSoftmax(parameters, network.stripRows());
    return new NetworkPass<>(parameters, network, softmax);
  }

  static BlockPass f64(KernelParameters parameters) {
    var network = Network.f64(parameters.layout(), parameters.doubles(), parameters.dropout());
    return new NetworkPass<>(parameters, network, new F64SoftmaxStack(parameters, true));
  }

  @Override
  public BlockPass with(KernelParameters parameters) {
    return parameters.arithmetic() == Arithmetic.F32 ? f32(parameters) : f64(parameters);
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    network.begin(block.features());
    for (int from = 0; from < block.rows(); from += network.stripRows()) {
      int rows = Math.min(network.stripRows(), block.rows() - from);
      M z = network.logits(block.features(), block.order(), from, rows);
      softmax.residuals(z, rows, block, from, sum);
      network.addGradient(z, rows);
    }
    sum.notePeak(network.addTo(sum.gradientSum(layout.dimension()), scales));
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    for (int first = from; first < to; first += network.stripRows()) {
      int rows = Math.min(network.stripRows(), to - first);
      M z = network.logits(x, 0, first, rows); // any order: there is no dropout
      softmax.logitsInto(z, rows, logits, (first - from) * layout.classes());
    }
  }
}
