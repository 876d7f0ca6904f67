package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.layout.ParameterLayout;

/** Whole numbers throughout, so that every form gives the very same. */
class LogitsTest {

  private static final int ROWS = 150;
  private static final int FEATURES = 5;
  private static final int CLASSES = 3;

  @ParameterizedTest
  @EnumSource(Form.class)
  void areTheProductsOfTheRowsAskedForAndTheInterceptsOfTheClasses(Form form) {
    double[][] rows = TestBlocks.rows(ROWS, FEATURES, 1);
    FeatureBlock x = TestBlocks.features(rows, form);
    for (boolean intercept : new boolean[] {true, false}) {
      ParameterLayout layout = new ParameterLayout(FEATURES, CLASSES, intercept, x.weightOrder());
      double[] theta = new double[layout.dimension()];
      for (int i = 0; i < theta.length; i++) {
        theta[i] = 3 * i - 20;
      }
      LossGradientKernel kernel =
          new LossGradientKernel(KernelParameters.forLogits(layout, theta, x.arithmetic()));
      for (int[] range : new int[][] {{0, ROWS}, {3, 140}, {64, 128}, {149, 150}, {7, 7}}) {
        double[] actual = new double[(range[1] - range[0]) * CLASSES];
        kernel.logitsInto(x, range[0], range[1], actual);
        assertThat(actual).containsExactly(logits(rows, layout, theta, range[0], range[1]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aGradientBeyondItsBoundIsNotFinite(Form form) {
    double[][] heavy = {{0, 0}, {0, 0}};
    double[][] large = {{0, 200}, {0, 100}};
    assertThat(gradient(heavy, 1, true, form)).doesNotContain(Double.NaN);
    assertThat(gradient(heavy, 1e9, true, form)).containsOnly(Double.NaN);
    assertThat(gradient(large, 1, false, form)).containsOnly(Double.NaN);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void parametersOfLessPrecisionOrAnotherLengthAreRefused(Form form) {
    FeatureBlock x = TestBlocks.features(new double[][] {{1, 2}}, form);
    ParameterLayout layout = new ParameterLayout(2, 2, true, x.weightOrder());
    Arithmetic other = x.arithmetic() == Arithmetic.F64 ? Arithmetic.F32 : Arithmetic.F64;
    double[] theta = {1e-9, 1, 1, 1, 0, 1};
    LossGradientKernel kernel =
        new LossGradientKernel(KernelParameters.forLogits(layout, theta, other));
    double[] logits = new double[2];
    if (other == Arithmetic.F32) {
      assertThatThrownBy(() -> kernel.logitsInto(x, 0, 1, logits))
          .hasMessage("Cannot multiply a block of F64 with parameters of F32");
    } else {
      // In float64, whatever the values are stored in: float32 would lose the first weight.
      kernel.logitsInto(x, 0, 1, logits);
      assertThat(logits).containsExactly(1e-9 + 2, 4);
    }
    assertThatThrownBy(() -> KernelParameters.forLogits(layout, new double[5], other))
        .hasMessage("Invalid parameters: 5 where the layout has 6");
  }

  /** On a grid for features that are all 0 and a total weight of 2. */
  private static double[] gradient(
      double[][] rows, double exampleWeight, boolean intercept, Form form) {
    ExampleBlock block =
        TestBlocks.examples(
            rows, new int[] {0, 0}, new double[] {exampleWeight, exampleWeight}, form);
    ParameterLayout layout = new ParameterLayout(2, 2, intercept, block.features().weightOrder());
    GradientGrid grid = GradientGrid.of(new ColumnMagnitudes(2), 2);
    LossGradientSum sum = new LossGradientSum();
    new LossGradientKernel(
            KernelParameters.of(
                layout, new double[layout.dimension()], block.features().arithmetic(), grid))
        .add(block, sum);
    return sum.gradient(layout, grid);
  }

  private static double[] logits(
      double[][] rows, ParameterLayout layout, double[] theta, int from, int to) {
    double[] logits = new double[(to - from) * CLASSES];
    for (int i = from; i < to; i++) {
      for (int k = 0; k < CLASSES; k++) {
        double logit = layout.intercept() ? theta[layout.interceptIndex(k)] : 0;
        for (int j = 0; j < FEATURES; j++) {
          logit += rows[i][j] * theta[layout.weightIndex(k, j)];
        }
        logits[(i - from) * CLASSES + k] = logit;
      }
    }
    return logits;
  }
}
