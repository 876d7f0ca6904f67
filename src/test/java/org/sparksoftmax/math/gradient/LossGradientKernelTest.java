package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.GradientCheck;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;

/** Every block form gives what the naive triple loop gives. */
class LossGradientKernelTest {

  private static final int[][] SHAPES = {
    {1, 1, 2},
    {1, 7, 3},
    {3, 5, 2},
    {64, 17, 10},
    {65, 33, 4},
    {300, 3, 1000},
    {2500, 4, 2},
    {20, 9, 16},
    {5, 33, 31}
  };

  @ParameterizedTest
  @EnumSource(Form.class)
  void equalsTheNaiveLoopForEveryShape(Form form) {
    for (int[] shape : SHAPES) {
      for (boolean intercept : new boolean[] {true, false}) {
        double[][] x = TestBlocks.rows(shape[0], shape[1], 1);
        int[] labels = TestBlocks.labels(shape[0], shape[2], 2);
        double[] weights = TestBlocks.weights(shape[0], 3);
        ExampleBlock block = TestBlocks.examples(x, labels, weights, form);
        ParameterLayout layout =
            new ParameterLayout(shape[1], shape[2], intercept, block.features().weightOrder());
        double[] parameters = TestBlocks.uniform(layout.dimension(), 0.01, 4);
        LossGradientSum actual = new LossGradientSum();
        kernel(layout, parameters, block).add(block, actual);
        assertClose(
            actual,
            NaiveLossGradient.sum(x, labels, weights, layout, parameters),
            layout,
            block,
            tolerance(block));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void staysFiniteAndRightAtExtremeLogits(Form form) {
    double[][] x = {{1, 0, 2}, {0, 3, 1}, {5, 1, 0}};
    int[] labels = {0, 1, 2};
    double[] weights = {1, 1, 1};
    for (double size : new double[] {1e3, 1e30}) {
      ExampleBlock block = TestBlocks.examples(x, labels, weights, form);
      ParameterLayout layout = new ParameterLayout(3, 3, true, block.features().weightOrder());
      double[] parameters = TestBlocks.uniform(layout.dimension(), size, 5);
      LossGradientSum actual = new LossGradientSum();
      kernel(layout, parameters, block).add(block, actual);
      assertThat(actual.lossSum()).isFinite();
      assertThat(Arrays.stream(gradient(actual, layout, block)).allMatch(Double::isFinite))
          .isTrue();
      assertClose(
          actual,
          NaiveLossGradient.sum(x, labels, weights, layout, parameters),
          layout,
          block,
          tolerance(block));
    }
  }

  @Test
  void rowsOfWeightZeroCountForNothing() {
    double[][] x = TestBlocks.rows(10, 4, 6);
    int[] labels = TestBlocks.labels(10, 3, 7);
    double[] half = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
    ParameterLayout layout =
        new ParameterLayout(4, 3, true, TestBlocks.features(x, Form.DENSE_F64).weightOrder());
    double[] parameters = TestBlocks.uniform(layout.dimension(), 0.01, 8);
    LossGradientSum all = new LossGradientSum();
    LossGradientSum first = new LossGradientSum();
    ExampleBlock block = TestBlocks.examples(x, labels, half, Form.DENSE_F64);
    LossGradientKernel kernel = kernel(layout, parameters, block);
    kernel.add(block, all);
    kernel.add(TestBlocks.examples(x, labels, null, Form.DENSE_F64).head(5), first);
    assertThat(all.lossSum()).isCloseTo(first.lossSum(), within(1e-12));
    assertThat(all.weightSum()).isEqualTo(first.weightSum());
    assertThat(gradient(all, layout, block))
        .containsExactly(gradient(first, layout, block), within(1e-12));
  }

  @Test
  void refusesABlockOfOtherFeatures() {
    ExampleBlock block =
        TestBlocks.examples(new double[][] {{1, 2}}, new int[] {0}, null, Form.DENSE_F32);
    ParameterLayout layout = new ParameterLayout(3, 2, true, block.features().weightOrder());
    LossGradientKernel kernel = kernel(layout, new double[layout.dimension()], block);
    assertThatThrownBy(() -> kernel.add(block, new LossGradientSum()))
        .hasMessage(
            "Cannot multiply a block of 2 features (CLASS_MAJOR) with weights of 3 features (CLASS_MAJOR)");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void gradientAgreesWithCentralDifferences(Form form) {
    double[][] x = TestBlocks.rows(40, 6, 9);
    ExampleBlock block =
        TestBlocks.examples(x, TestBlocks.labels(40, 4, 10), TestBlocks.weights(40, 11), form)
            .inF64();
    ParameterLayout layout = new ParameterLayout(6, 4, true, block.features().weightOrder());
    SoftmaxObjective objective =
        SoftmaxObjective.over(
            List.of(block), layout, new L2Regularizer(0.1, layout.weightCount()), 1.0 / 255);
    double[] parameters = TestBlocks.uniform(layout.dimension(), 1, 12);
    int[] entries = IntStream.range(0, layout.dimension()).toArray();
    double[] scales = new double[entries.length];
    Arrays.fill(scales, 1.0);
    List<GradientCheck.Entry> checked = GradientCheck.check(objective, parameters, entries, scales);
    assertThat(checked).hasSize(layout.dimension());
    assertThat(checked.get(0).relativeError()).isLessThan(1e-8);
  }

  @Test
  void gradientCheckFindsAWrongGradient() {
    Objective wrong =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public LossAndGradient evaluate(double[] p) {
            return new LossAndGradient(p[0] * p[0], 0, new double[] {2.001 * p[0]});
          }
        };
    List<GradientCheck.Entry> checked =
        GradientCheck.check(wrong, new double[] {3}, new int[] {0}, new double[] {1});
    assertThat(checked.get(0).relativeError()).isBetween(4e-4, 6e-4);
  }

  @Test
  void featureMultiplierIsTheSameAsMultipliedFeatures() {
    double[][] x = TestBlocks.rows(30, 5, 13);
    double[][] scaled = new double[30][];
    for (int i = 0; i < 30; i++) {
      scaled[i] = Arrays.stream(x[i]).map(v -> v * 0.25).toArray();
    }
    int[] labels = TestBlocks.labels(30, 3, 14);
    ParameterLayout layout =
        new ParameterLayout(5, 3, true, TestBlocks.features(x, Form.DENSE_F64).weightOrder());
    double[] parameters = TestBlocks.uniform(layout.dimension(), 0.1, 15);
    L2Regularizer penalty = new L2Regularizer(0.5, layout.weightCount());
    LossAndGradient folded =
        SoftmaxObjective.over(
                List.of(TestBlocks.examples(x, labels, null, Form.DENSE_U8).inF64()),
                layout,
                penalty,
                0.25)
            .evaluate(parameters);
    LossAndGradient direct =
        SoftmaxObjective.over(
                List.of(TestBlocks.examples(scaled, labels, null, Form.DENSE_F64)),
                layout,
                penalty,
                1.0)
            .evaluate(parameters);
    assertThat(folded.objective()).isCloseTo(direct.objective(), within(1e-13));
    assertThat(folded.gradient()).containsExactly(direct.gradient(), within(1e-13));
  }

  private static LossGradientKernel kernel(
      ParameterLayout layout, double[] parameters, ExampleBlock block) {
    return new LossGradientKernel(
        KernelParameters.of(layout, parameters, block.features().arithmetic(), grid(block)));
  }

  private static GradientGrid grid(ExampleBlock block) {
    return GradientGrid.of(
        ColumnMagnitudes.of(List.of(block), block.features().features()), block.exampleWeightSum());
  }

  private static double[] gradient(
      LossGradientSum sum, ParameterLayout layout, ExampleBlock block) {
    return sum.gradient(layout, grid(block));
  }

  /** What rounding may cost, by the largest entry. */
  private static double tolerance(ExampleBlock block) {
    return block.features().arithmetic() == Arithmetic.F64 ? 1e-12 : 2e-6;
  }

  private static void assertClose(
      LossGradientSum actual,
      NaiveLossGradient.Sums expected,
      ParameterLayout layout,
      ExampleBlock block,
      double tolerance) {
    assertThat(actual.weightSum()).isCloseTo(expected.weightSum(), within(1e-9));
    assertThat(actual.lossSum())
        .isCloseTo(expected.lossSum(), within(10 * tolerance * (1 + Math.abs(expected.lossSum()))));
    double scale = 1 + Arrays.stream(expected.gradient()).map(Math::abs).max().orElse(0);
    assertThat(gradient(actual, layout, block))
        .containsExactly(expected.gradient(), within(tolerance * scale));
  }
}
