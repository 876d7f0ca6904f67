package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.MultinomialLogisticLossLayer;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.math.loss.SoftmaxLayer;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.Network;

/**
 * Softmax and cross-entropy as one layer, δ = p − t, against two layers, each with its own way
 * back, in front of the same network.
 */
class TwoStepNetworkTest {

  private static final int ROWS = 30;
  private static final int FEATURES = 8;
  private static final int CLASSES = 5;
  private static final double[][] X = TestBlocks.rows(ROWS, FEATURES, 1);
  private static final int[] LABELS = TestBlocks.labels(ROWS, CLASSES, 2);

  /** Makes the logits of a row its loss and, in their place, δ. */
  private interface Head {
    double lossAndDelta(double[] logits, int offset, int label);
  }

  private static double oneStep(double[] logits, int offset, int label) {
    return SoftmaxCrossEntropy.residualInPlace(logits, offset, CLASSES, label, 1);
  }

  private static double twoSteps(double[] logits, int offset, int label) {
    SoftmaxLayer softmax = new SoftmaxLayer();
    MultinomialLogisticLossLayer loss = new MultinomialLogisticLossLayer();
    double[] p = softmax.forward(Arrays.copyOfRange(logits, offset, offset + CLASSES));
    double[] delta = softmax.backward(p, loss.backward(p, label));
    System.arraycopy(delta, 0, logits, offset, CLASSES);
    return loss.forward(p, label);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void bothGiveTheGradientOfEveryLayerAtModerateLogits(Activation activation) {
    HandMade network = new HandMade(activation, 3);
    Outcome one = network.run(TwoStepNetworkTest::oneStep);
    Outcome two = network.run(TwoStepNetworkTest::twoSteps);
    assertThat(one.largestLogit).isBetween(2.0, 10.0);
    assertThat(two.loss).isCloseTo(one.loss, within(1e-12 * one.loss));
    NaiveNetwork.Sums naive = network.naive();
    assertThat(one.loss).isCloseTo(naive.lossSum(), within(1e-12 * one.loss));
    network.forEachLayer(
        (from, to) -> {
          double[] expected = Arrays.copyOfRange(one.gradient, from, to);
          double size = Arrays.stream(naive.size(), from, to).max().orElseThrow();
          assertThat(Arrays.copyOfRange(two.gradient, from, to))
              .containsExactly(expected, within(1e-12 * size));
          assertThat(Arrays.copyOfRange(naive.gradient(), from, to))
              .containsExactly(expected, within(1e-12 * size));
        });
  }

  /**
   * Where the logit of the label is some 750 below the largest one, its probability underflows to
   * 0. The loss layer then has −log 0 = ∞ for a loss and −1/0 = −∞ to hand down, of which the
   * softmax layer makes 0·∞ = NaN, for all classes: one such row spoils the gradient of every
   * layer. The one layer never asks for the logarithm or the reciprocal of p: its loss is log Σ exp
   * z − z, of the size of the logits, and its δ is p − 1 = −1.
   */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void atLargeLogitsTheTwoStepFormBreaksAndTheOtherStaysRight(Activation activation) {
    HandMade network = new HandMade(activation, 2000);
    Outcome one = network.run(TwoStepNetworkTest::oneStep);
    Outcome two = network.run(TwoStepNetworkTest::twoSteps);
    assertThat(one.largestLogit).isGreaterThan(1000);
    assertThat(two.loss).isInfinite();
    assertThat(two.brokenRows).isBetween(1, ROWS - 1);
    assertThat(one.brokenRows).isZero();
    assertThat(Arrays.stream(two.gradient).allMatch(Double::isNaN)).isTrue();
    NaiveNetwork.Sums naive = network.naive();
    assertThat(one.loss).isFinite().isCloseTo(naive.lossSum(), within(1e-12 * one.loss));
    network.forEachLayer(
        (from, to) -> {
          double size = Arrays.stream(naive.size(), from, to).max().orElseThrow();
          assertThat(Arrays.copyOfRange(one.gradient, from, to))
              .containsExactly(
                  Arrays.copyOfRange(naive.gradient(), from, to), within(1e-11 * size));
        });
  }

  private static final class Outcome {
    double loss;
    double largestLogit;
    int brokenRows;
    double[] gradient;
  }

  private interface Range {
    void accept(int from, int to);
  }

  /** Logits of about a given size, out of two hidden layers. */
  private static final class HandMade {
    private final ExampleBlock block = TestBlocks.examples(X, LABELS, null, Form.DENSE_F64);
    private final ParameterLayout layout;
    private final double[] theta;

    HandMade(Activation activation, double size) {
      layout =
          new ParameterLayout(
              FEATURES,
              CLASSES,
              true,
              block.features().weightOrder(),
              HiddenLayers.of(activation, 7, 6));
      theta = TestBlocks.uniform(layout.dimension(), 1, 4);
      for (int i = 0; i < layout.layer(0).weightCount(); i++) {
        theta[i] /= 255;
      }
      double largest =
          Arrays.stream(X)
              .flatMapToDouble(row -> Arrays.stream(new NaiveNetwork(layout, theta).logits(row)))
              .map(Math::abs)
              .max()
              .orElseThrow();
      int last = layout.layer(2).weights();
      IntStream.concat(
              IntStream.range(last, layout.weightCount()),
              IntStream.range(layout.dimension() - CLASSES, layout.dimension()))
          .forEach(i -> theta[i] *= size / largest);
    }

    NaiveNetwork.Sums naive() {
      double[] ones = new double[ROWS];
      Arrays.fill(ones, 1);
      return new NaiveNetwork(layout, theta).sum(X, LABELS, ones);
    }

    Outcome run(Head head) {
      Network<F64Matrix> network = Network.f64(layout, theta, Dropout.NONE);
      network.begin(block.features());
      F64Matrix z = network.logits(block.features(), 0, 0, ROWS);
      Outcome outcome = new Outcome();
      for (int i = 0; i < ROWS; i++) {
        for (int k = 0; k < CLASSES; k++) {
          z.array()[z.row(i) + k] += theta[layout.layer(2).biasIndex(k)];
          outcome.largestLogit = Math.max(outcome.largestLogit, Math.abs(z.array()[z.row(i) + k]));
        }
        outcome.loss += head.lossAndDelta(z.array(), z.row(i), LABELS[i]);
        double[] delta = Arrays.copyOfRange(z.array(), z.row(i), z.row(i) + CLASSES);
        outcome.brokenRows += Arrays.stream(delta).allMatch(Double::isNaN) ? 1 : 0;
      }
      network.addGradient(z, ROWS);
      GradientGrid grid =
          GradientGrid.of(
              layout, theta, ColumnMagnitudes.of(List.of(block), FEATURES), ROWS, Dropout.NONE);
      LossGradientSum sum = new LossGradientSum();
      // As a pass does: what is not finite anywhere makes all of the gradient NaN.
      sum.notePeak(network.addTo(sum.gradientSum(layout.dimension()), grid.scales()));
      outcome.gradient = sum.gradient(layout, grid);
      return outcome;
    }

    void forEachLayer(Range range) {
      int weights = 0;
      int biases = layout.weightCount();
      for (int l = 0; l < layout.depth(); l++) {
        range.accept(weights, weights + layout.layer(l).weightCount());
        range.accept(biases, biases + layout.layer(l).outputs());
        weights += layout.layer(l).weightCount();
        biases += layout.layer(l).outputs();
      }
      assertThat(biases).isEqualTo(layout.dimension());
    }
  }
}
