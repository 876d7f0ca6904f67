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
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.Network;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;

/** What a network makes of units that are left out. */
class NetworkDropoutTest {

  /** More than a strip of either arithmetic. */
  private static final int ROWS = 300;

  private static final int FEATURES = 9;
  private static final int CLASSES = 4;
  private static final HiddenLayers HIDDEN = HiddenLayers.of(Activation.TANH, 20, 12);
  private static final MiniBatch STEP = new MiniBatch(1, 5, 3);

  @Test
  void everyFormLeavesOutTheSameUnits() {
    LossAndGradient expected = evaluate(Form.DENSE_F64, 0.5, STEP);
    LossAndGradient other = evaluate(Form.DENSE_F64, 0.5, new MiniBatch(1, 5, 4));
    // What other units would make.
    assertThat(Math.abs(other.meanLoss() - expected.meanLoss())).isGreaterThan(1e-3);
    for (Form form : Form.values()) {
      LossAndGradient actual = evaluate(form, 0.5, STEP);
      assertThat(actual.meanLoss()).isCloseTo(expected.meanLoss(), within(1e-6));
      assertThat(
              layout(form.name().startsWith("CSR"))
                  .reorder(actual.gradient(), WeightOrder.CLASS_MAJOR))
          .containsExactly(expected.gradient(), within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aRateOfZeroAndNoStepAreNoDropoutBitForBit(Form form) {
    LossAndGradient expected = evaluate(form, 0, MiniBatch.WHOLE);
    assertSameBits(evaluate(form, 0, STEP), expected);
    assertSameBits(evaluate(form, 0.5, MiniBatch.WHOLE), expected);
    assertSameBits(objective(form, 0.5).evaluate(theta(form)), expected);
    assertThat(evaluate(form, 0.5, STEP).meanLoss()).isNotEqualTo(expected.meanLoss());
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void oneStepIsTheSameEachTimeAndAnotherOneAnother(Form form) {
    LossAndGradient expected = evaluate(form, 0.3, STEP);
    assertSameBits(evaluate(form, 0.3, STEP), expected);
    for (MiniBatch other : List.of(new MiniBatch(1, 6, 3), new MiniBatch(1, 5, 2))) {
      assertThat(evaluate(form, 0.3, other).meanLoss()).isNotEqualTo(expected.meanLoss());
    }
  }

  /** Whatever a tenth of the units would have added, the others add. */
  @Test
  void theMeanOfManyStepsIsTheOutputWithoutDropout() {
    double[][] x = TestBlocks.rows(4, FEATURES, 1);
    HiddenLayers one = HiddenLayers.of(Activation.SIGMOID, 50);
    ParameterLayout layout =
        new ParameterLayout(FEATURES, CLASSES, true, WeightOrder.CLASS_MAJOR, one);
    double[] theta = TestBlocks.uniform(layout.dimension(), 0.01, 7);
    double[] last = TestBlocks.uniform(layout.dimension(), 1, 8);
    System.arraycopy(last, 450, theta, 450, 200);
    double[] expected = logits(layout, theta, x, Dropout.NONE);
    int steps = 4000;
    for (double rate : new double[] {0.1, 0.5}) {
      double[] sums = new double[expected.length];
      double[] squares = new double[expected.length];
      for (int step = 0; step < steps; step++) {
        double[] logits = logits(layout, theta, x, new Dropout(rate, 1, step));
        for (int i = 0; i < sums.length; i++) {
          sums[i] += logits[i] - expected[i];
          squares[i] += Math.pow(logits[i] - expected[i], 2);
        }
      }
      for (int i = 0; i < sums.length; i++) {
        double deviation = Math.sqrt(squares[i] / steps);
        assertThat(deviation).isGreaterThan(0.1);
        assertThat(sums[i] / steps).isCloseTo(0, within(4 * deviation / Math.sqrt(steps)));
      }
    }
  }

  /** Half of the rows alone get what they get among all, for a row is left out by its number. */
  @Test
  void aRowDoesNotSeeTheOthersOfItsBlock() {
    ParameterLayout layout = layout(false);
    double[] theta = theta(Form.DENSE_F64);
    double[][] x = TestBlocks.rows(ROWS, FEATURES, 1);
    Dropout dropout = new Dropout(0.5, 1, 2);
    double[] all = logits(layout, theta, x, dropout);
    double[] half = logits(layout, theta, Arrays.copyOf(x, ROWS / 2), dropout);
    assertThat(Arrays.copyOf(all, half.length)).containsExactly(half);
    Arrays.fill(x, x[0]);
    double[] alike = logits(layout, theta, x, dropout);
    assertThat(Arrays.copyOf(alike, CLASSES))
        .isNotEqualTo(Arrays.copyOfRange(alike, CLASSES, 2 * CLASSES));
  }

  private static double[] logits(
      ParameterLayout layout, double[] theta, double[][] x, Dropout dropout) {
    Network<F64Matrix> network = Network.f64(layout, theta, dropout);
    double[] logits = new double[x.length * layout.classes()];
    for (int from = 0; from < x.length; from += network.stripRows()) {
      int rows = Math.min(network.stripRows(), x.length - from);
      F64Matrix z = network.logits(TestBlocks.features(x, Form.DENSE_F64), 9, from, rows);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(
            z.array(), z.row(i), logits, (from + i) * layout.classes(), layout.classes());
      }
    }
    return logits;
  }

  private static void assertSameBits(LossAndGradient actual, LossAndGradient expected) {
    assertThat(actual.meanLoss()).isEqualTo(expected.meanLoss());
    assertThat(actual.gradient()).containsExactly(expected.gradient());
  }

  private static LossAndGradient evaluate(Form form, double rate, MiniBatch batch) {
    return objective(form, rate).evaluate(theta(form), batch);
  }

  private static SoftmaxObjective objective(Form form, double rate) {
    ExampleBlock block =
        TestBlocks.examples(
            TestBlocks.rows(ROWS, FEATURES, 1),
            TestBlocks.labels(ROWS, CLASSES, 2),
            TestBlocks.weights(ROWS, 3),
            form);
    ParameterLayout layout = layout(form.name().startsWith("CSR"));
    return new ObjectiveSpec(
            layout,
            new ElasticNet(0, 0, layout.weightCount()),
            FeatureScaling.of(1.0 / 255),
            Targets.PLAIN,
            rate)
        .over(List.of(block), ColumnMagnitudes.of(List.of(block), FEATURES));
  }

  /** The same network in every form. */
  private static double[] theta(Form form) {
    ParameterLayout dense = layout(false);
    return dense.reorder(
        TestBlocks.uniform(dense.dimension(), 1, 4), layout(form.name().startsWith("CSR")).order());
  }

  private static ParameterLayout layout(boolean sparse) {
    return new ParameterLayout(
        FEATURES,
        CLASSES,
        true,
        sparse ? WeightOrder.FEATURE_MAJOR : WeightOrder.CLASS_MAJOR,
        HIDDEN);
  }
}
