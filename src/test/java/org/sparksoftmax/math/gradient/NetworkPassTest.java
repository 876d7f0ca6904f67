package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;

/** Every block form gives what the naive network gives. */
class NetworkPassTest {

  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());
  private static final int[] WIDTHS = {1, 2, 15, 16, 17, 33, 100};
  private static final int[] CLASSES = {2, 3, 10, 17, 150};
  private static final int[] ROWS = {1, 15, 16, 17, 255, 257, 1000};
  private static final int[] FEATURES = {1, 7, 16, 33};

  /** Every width with every K, most widths with most numbers of rows; one to three layers. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void equalsTheNaiveNetworkForEveryShape(Form form) {
    for (int s = 0; s < WIDTHS.length * CLASSES.length; s++) {
      int[] widths = new int[1 + s % 3];
      int first = s;
      Arrays.setAll(widths, l -> WIDTHS[(first + 3 * l) % WIDTHS.length]);
      Case shape =
          new Case(
              form,
              ROWS[(s + s / 7) % ROWS.length],
              FEATURES[s % FEATURES.length],
              CLASSES[s % CLASSES.length],
              s % 4 != 3,
              HiddenLayers.of(ACTIVATIONS.get((s + s / 5) % ACTIVATIONS.size()), widths));
      assertEqualsNaive(shape, shape.theta(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void staysFiniteAndRightAtExtremeLogits(Form form) {
    for (Activation activation : Activation.values()) {
      for (double size : new double[] {1e3, 1e30}) {
        Case shape = new Case(form, 40, 7, 3, true, HiddenLayers.of(activation, 5, 4));
        // Of the last layer alone, then of the first one alone.
        double[] top = shape.theta(1);
        double[] bottom = top.clone();
        NaiveNetwork places = new NaiveNetwork(shape.layout(), top);
        for (int k = 0; k < 3; k++) {
          for (int j = 0; j < 4; j++) {
            top[places.weight(3, k, j)] *= size;
          }
        }
        for (int at = 0; at < 7 * 5; at++) {
          bottom[at] *= size;
        }
        assertEqualsNaive(shape, top);
        assertEqualsNaive(shape, bottom);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void logitsAreThoseOfTheNaiveNetwork(Form form) {
    for (int[] widths : new int[][] {{1}, {16}, {17, 33}, {100, 2, 15}}) {
      Case shape = new Case(form, 300, 16, 17, true, HiddenLayers.of(Activation.TANH, widths));
      double[] theta = shape.theta(1);
      NaiveNetwork naive = new NaiveNetwork(shape.layout(), theta);
      LossGradientKernel kernel =
          new LossGradientKernel(
              KernelParameters.forLogits(
                  shape.layout(), theta, shape.block().features().arithmetic()));
      for (int[] range : new int[][] {{0, 300}, {0, 1}, {17, 290}, {299, 300}, {31, 31}}) {
        double[] logits = new double[(range[1] - range[0]) * 17];
        kernel.logitsInto(shape.block().features(), range[0], range[1], logits);
        for (int i = range[0]; i < range[1]; i++) {
          int at = (i - range[0]) * 17;
          assertThat(Arrays.copyOfRange(logits, at, at + 17))
              .containsExactly(naive.logits(shape.x()[i]), within(shape.tolerance()));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aKernelThatWasUsedGivesTheSameBitsAgain(Form form) {
    Case shape = new Case(form, 300, 16, 10, true, HiddenLayers.of(Activation.GELU, 17, 5));
    KernelParameters parameters = shape.parameters(shape.theta(1));
    LossGradientKernel used = new LossGradientKernel(parameters);
    used.add(shape.block(), new LossGradientSum());
    used.logitsInto(shape.block().features(), 5, 9, new double[40]);
    used.add(shape.block().head(3), new LossGradientSum());
    LossGradientSum again = new LossGradientSum();
    used.add(shape.block(), again);
    LossGradientSum fresh = new LossGradientSum();
    new LossGradientKernel(parameters).add(shape.block(), fresh);
    assertThat(again.lossSum()).isEqualTo(fresh.lossSum());
    assertThat(again.gradient(shape.layout(), parameters.grid()))
        .containsExactly(fresh.gradient(shape.layout(), parameters.grid()));
  }

  @Test
  void withoutHiddenLayersItIsTheLinearModelBitForBit() {
    for (Form form : Form.values()) {
      ExampleBlock block =
          TestBlocks.examples(
              TestBlocks.rows(70, 9, 1),
              TestBlocks.labels(70, 5, 2),
              TestBlocks.weights(70, 3),
              form);
      ParameterLayout linear = new ParameterLayout(9, 5, true, block.features().weightOrder());
      ParameterLayout network =
          new ParameterLayout(
              9, 5, true, block.features().weightOrder(), HiddenLayers.of(Activation.RELU));
      assertThat(network).isEqualTo(linear);
      double[] theta = TestBlocks.uniform(linear.dimension(), 0.5, 4);
      LossAndGradient expected = objective(block, linear, 0).evaluate(theta);
      // Dropout has nothing to leave out.
      for (LossAndGradient actual :
          List.of(
              objective(block, network, 0).evaluate(theta),
              objective(block, network, 0.5).evaluate(theta, new MiniBatch(1, 3, 4)))) {
        assertThat(actual.meanLoss()).isEqualTo(expected.meanLoss());
        assertThat(actual.regularization()).isEqualTo(expected.regularization());
        assertThat(actual.gradient()).containsExactly(expected.gradient());
      }
    }
  }

  private static SoftmaxObjective objective(
      ExampleBlock block, ParameterLayout layout, double dropout) {
    return new ObjectiveSpec(
            layout,
            new ElasticNet(0.01, 0, layout.weightCount()),
            FeatureScaling.of(1.0 / 255),
            Targets.PLAIN,
            dropout)
        .over(List.of(block), ColumnMagnitudes.of(List.of(block), layout.features()));
  }

  private static void assertEqualsNaive(Case shape, double[] theta) {
    LossGradientSum actual = new LossGradientSum();
    KernelParameters parameters = shape.parameters(theta);
    new LossGradientKernel(parameters).add(shape.block(), actual);
    double[] gradient = actual.gradient(shape.layout(), parameters.grid());
    NaiveNetwork naive = new NaiveNetwork(shape.layout(), theta);
    NaiveNetwork.Sums expected = naive.sum(shape.x(), shape.labels(), shape.weights());
    assertThat(actual.lossSum())
        .as("%s", shape)
        .isCloseTo(expected.lossSum(), within(shape.tolerance() * Math.abs(expected.lossSum())));
    assertThat(actual.weightSum()).isCloseTo(Arrays.stream(shape.weights()).sum(), within(1e-9));
    int weights = 0;
    int biases = shape.layout().weightCount();
    for (int l = 0; l < shape.layout().depth(); l++) {
      int count = shape.layout().layer(l).weightCount();
      assertNear(gradient, expected, weights, weights + count, shape);
      weights += count;
      if (shape.layout().intercept()) {
        int outputs = shape.layout().layer(l).outputs();
        assertNear(gradient, expected, biases, biases + outputs, shape);
        biases += outputs;
      }
    }
    assertThat(biases).isEqualTo(gradient.length);
  }

  /** The entries of one layer, each within a share of the largest sum of magnitudes among them. */
  private static void assertNear(
      double[] actual, NaiveNetwork.Sums expected, int from, int to, Case shape) {
    double size = Arrays.stream(expected.size(), from, to).max().orElseThrow();
    assertThat(Arrays.copyOfRange(actual, from, to))
        .as("entries from %d of %s", from, shape)
        .containsExactly(
            Arrays.copyOfRange(expected.gradient(), from, to), within(shape.tolerance() * size));
  }

  /** Random rows in front of a network. */
  private record Case(
      Form form, int rows, int features, int classes, boolean biases, HiddenLayers hidden) {

    double[][] x() {
      return TestBlocks.rows(rows, features, 1);
    }

    int[] labels() {
      return TestBlocks.labels(rows, classes, 2);
    }

    double[] weights() {
      return TestBlocks.weights(rows, 3);
    }

    ExampleBlock block() {
      return TestBlocks.examples(x(), labels(), weights(), form);
    }

    ParameterLayout layout() {
      return new ParameterLayout(
          features, classes, biases, block().features().weightOrder(), hidden);
    }

    /** Such that all z are around {@code scale}. */
    double[] theta(double scale) {
      ParameterLayout layout = layout();
      double[] theta = TestBlocks.uniform(layout.dimension(), scale, 4);
      int at = 0;
      for (int l = 0; l < layout.depth(); l++) {
        int inputs = layout.layer(l).inputs();
        double size = l == 0 ? 100 * Math.sqrt(inputs) : Math.sqrt(inputs) / 2;
        for (int w = 0; w < layout.layer(l).weightCount(); w++) {
          theta[at++] /= size;
        }
      }
      return theta;
    }

    KernelParameters parameters(double[] theta) {
      ExampleBlock block = block();
      GradientGrid grid =
          GradientGrid.of(
              layout(),
              theta,
              ColumnMagnitudes.of(List.of(block), features),
              block.exampleWeightSum(),
              Dropout.NONE);
      return KernelParameters.of(layout(), theta, block.features().arithmetic(), grid);
    }

    double tolerance() {
      return block().features().arithmetic() == Arithmetic.F64 ? 1e-11 : 2e-5;
    }
  }
}
