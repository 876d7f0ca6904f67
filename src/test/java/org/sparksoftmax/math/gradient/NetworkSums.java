package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.Initializer;

/** Blocks, a network over them, and its gradient by every way of summing. */
final class NetworkSums {

  /** What came of a gradient, and what it took. */
  static final class Passes {
    final List<GradientGrid> grids = new ArrayList<>();
    final List<Double> peaks = new ArrayList<>();
    GridSum sum;
    double[] gradient;
  }

  final List<ExampleBlock> blocks = new ArrayList<>();
  final ParameterLayout layout;
  final ColumnMagnitudes magnitudes;
  double[] theta;

  /** The definition, once it has been asked. */
  NaiveNetwork.Sums expected;

  private NetworkSums(List<ExampleBlock> blocks, int classes, HiddenLayers hidden) {
    this.blocks.addAll(blocks);
    int features = blocks.get(0).features().features();
    this.layout =
        new ParameterLayout(
            features, classes, true, blocks.get(0).features().weightOrder(), hidden);
    this.magnitudes = ColumnMagnitudes.of(blocks, features);
  }

  static NetworkSums random(Form form, int count, HiddenLayers hidden) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      int rows = 1 + 7 * b % 40;
      double[] weights = b % 5 == 0 ? new double[rows] : TestBlocks.weights(rows, b);
      blocks.add(
          new ExampleBlock(
              b,
              TestBlocks.features(TestBlocks.rows(rows, 9, b), form),
              TestBlocks.labels(rows, 4, b),
              weights));
    }
    NetworkSums data = new NetworkSums(blocks, 4, hidden);
    data.theta = TestBlocks.uniform(data.layout.dimension(), 0.1, 7);
    return data;
  }

  /** All features 1, all weights 1 but those of the second class, which the rows are not of. */
  static NetworkSums coherent(Form form, int layers) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int b = 0; b < 8; b++) {
      double[][] x = new double[1 + b % 3][5];
      Arrays.stream(x).forEach(row -> Arrays.fill(row, 1));
      int[] labels = new int[x.length];
      Arrays.fill(labels, 1);
      blocks.add(new ExampleBlock(b, TestBlocks.features(x, form), labels, null));
    }
    NetworkSums data =
        new NetworkSums(blocks, 2, HiddenLayers.of(Activation.RELU, filled(layers, 64)));
    data.theta = new double[data.layout.dimension()];
    Arrays.fill(data.theta, 0, data.layout.weightCount(), 1);
    Arrays.fill(data.theta, data.layout.weightCount() - 64, data.layout.weightCount(), -1);
    return data;
  }

  /** As a training begins, on random pixels. */
  static NetworkSums initial(Form form, int features, HiddenLayers hidden) {
    ExampleBlock block =
        TestBlocks.examples(
            TestBlocks.rows(20, features, 1), TestBlocks.labels(20, 10, 2), null, form);
    NetworkSums data = new NetworkSums(List.of(block), 10, hidden);
    data.theta = Initializer.of(hidden.activation()).parameters(data.layout, 5);
    for (int i = 0; i < data.layout.layer(0).weightCount(); i++) {
      data.theta[i] /= 255;
    }
    return data;
  }

  /** Makes the labels those of the largest logits. */
  void label() {
    ExampleBlock block = blocks.get(0);
    NaiveNetwork naive = new NaiveNetwork(layout, theta);
    int[] labels = new int[block.rows()];
    double[] row = new double[layout.features()];
    for (int i = 0; i < labels.length; i++) {
      Arrays.fill(row, 0);
      block.features().rowInto(i, row);
      labels[i] = SoftmaxCrossEntropy.largest(naive.logits(row), 0, layout.classes());
    }
    blocks.set(0, new ExampleBlock(0, block.features(), labels, null));
  }

  void growLastLayer(double factor) {
    expected = null;
    int from = layout.layer(layout.depth() - 1).weights();
    for (int i = from; i < layout.weightCount(); i++) {
      theta[i] *= factor;
    }
  }

  Passes sum(Dropout dropout, List<ExampleBlock> order) {
    return inParts(dropout, order, null);
  }

  /** Sums over random parts, which are merged in a random order; or over all at once. */
  Passes inParts(Dropout dropout, List<ExampleBlock> order, Random random) {
    Passes passes = new Passes();
    double weightSum = blocks.stream().mapToDouble(ExampleBlock::exampleWeightSum).sum();
    Function<GradientGrid, GridSum> pass =
        grid -> {
          LossGradientSum sum = parts(grid, dropout, order, random);
          passes.grids.add(grid);
          passes.peaks.add(sum.peak());
          return new GridSum(sum, grid);
        };
    GridSum first =
        pass.apply(new GradientGrids(magnitudes, weightSum).grid(layout, theta, dropout));
    passes.sum = first.wider().map(pass).orElse(first);
    passes.gradient = passes.sum.gradient(layout);
    return passes;
  }

  private LossGradientSum parts(
      GradientGrid grid, Dropout dropout, List<ExampleBlock> order, Random random) {
    if (random == null) {
      return pass(grid, dropout, order.toArray(ExampleBlock[]::new));
    }
    List<LossGradientSum> parts = new ArrayList<>(List.of(new LossGradientSum()));
    int from = 0;
    while (from < order.size()) {
      int to = Math.min(order.size(), from + random.nextInt(5));
      parts.add(pass(grid, dropout, order.subList(from, to).toArray(ExampleBlock[]::new)).pack());
      from = to;
    }
    while (parts.size() > 1) {
      LossGradientSum other = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).merge(other);
    }
    return parts.get(0);
  }

  LossGradientSum pass(GradientGrid grid, Dropout dropout, ExampleBlock... some) {
    LossGradientKernel kernel =
        new LossGradientKernel(
            KernelParameters.of(
                ModelStack.of(layout),
                List.of(theta),
                List.of(Targets.PLAIN),
                blocks.get(0).features().arithmetic(),
                grid,
                dropout,
                new KernelParameters.Buffer()));
    LossGradientSum sum = new LossGradientSum();
    Arrays.stream(some).forEach(block -> kernel.add(block, sum));
    return sum;
  }

  private double[] expected() {
    if (expected == null) {
      List<double[]> rows = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (ExampleBlock block : blocks) {
        for (int i = 0; i < block.rows(); i++) {
          double[] row = new double[layout.features()];
          block.features().rowInto(i, row);
          rows.add(row);
          labels.add(block.label(i));
        }
      }
      double[] ones = new double[rows.size()];
      Arrays.fill(ones, 1);
      expected =
          new NaiveNetwork(layout, theta)
              .sum(
                  rows.toArray(double[][]::new),
                  labels.stream().mapToInt(label -> label).toArray(),
                  ones);
    }
    return expected.gradient();
  }

  /** Every entry within a share of itself. */
  void assertGradient(double[] actual, double tolerance) {
    double[] wanted = expected();
    assertThat(actual).hasSameSizeAs(wanted);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - wanted[i]) <= tolerance * Math.abs(wanted[i]))) {
        fail("entry %d is %s, expected %s", i, actual[i], wanted[i]);
      }
    }
  }

  /** The weights of each layer, and the biases of all, as vectors. */
  void assertGradientNorms(double[] actual, double tolerance) {
    int from = 0;
    for (int l = 0; l <= layout.depth(); l++) {
      int to = l < layout.depth() ? from + layout.layer(l).weightCount() : actual.length;
      double error = 0;
      double norm = 0;
      for (int i = from; i < to; i++) {
        error += Math.pow(actual[i] - expected()[i], 2);
        norm += Math.pow(expected()[i], 2);
      }
      assertThat(norm).isPositive();
      assertThat(Math.sqrt(error / norm)).as("layer %d", l).isLessThan(tolerance);
      from = to;
    }
  }

  /** {@code count} layers of {@code width}. */
  static int[] filled(int count, int width) {
    return IntStream.range(0, count).map(l -> width).toArray();
  }
}
