package org.sparksoftmax.math.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.regularize.L2Regularizer;

/** Standardisation folded into θ is training on a standardised copy. */
class StandardizedObjectiveTest {

  private static final int N = 40;
  private static final int D = 6;
  private static final int K = 3;
  private static final int[] LABELS = TestBlocks.labels(N, K, 2);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void equalsTheObjectiveOnAStandardizedCopy(boolean centred) {
    double[][] x = TestBlocks.rows(N, D, 1);
    for (double[] row : x) {
      row[4] = 17; // a constant
      row[5] = 0;
    }
    double[] means = new double[D];
    double[] deviations = new double[D];
    double[][] copy = standardized(x, means, deviations, centred);
    FeatureScaling scaling =
        centred
            ? FeatureScaling.standardized(means, deviations)
            : FeatureScaling.scaled(deviations);
    LossAndGradient expected = null;
    for (Form form : List.of(Form.DENSE_F64, Form.CSR_F64)) {
      SoftmaxObjective folded = objective(x, form, scaling);
      ParameterLayout layout = layout(form);
      double[] theta =
          new ParameterLayout(D, K, true, layout(Form.DENSE_F64).order())
              .reorder(TestBlocks.uniform(layout.dimension(), 0.5, 7), layout.order());
      LossAndGradient actual = folded.evaluate(theta);
      if (expected == null) {
        expected = objective(copy, form, FeatureScaling.of(1)).evaluate(theta);
      }
      assertThat(actual.objective()).isCloseTo(expected.objective(), within(1e-12));
      assertThat(layout.reorder(actual.gradient(), layout(Form.DENSE_F64).order()))
          .containsExactly(expected.gradient(), within(1e-12));
      double[] raw = scaling.rawParameters(layout, theta);
      double[] back = scaling.scaledParameters(layout, raw);
      assertThat(scaling.rawParameters(layout, back)).containsExactly(raw, within(1e-12));
    }
  }

  private static double[][] standardized(
      double[][] x, double[] means, double[] deviations, boolean centred) {
    double[][] copy = new double[N][D];
    for (int j = 0; j < D; j++) {
      for (double[] row : x) {
        means[j] += row[j] / N;
      }
      for (double[] row : x) {
        deviations[j] += (row[j] - means[j]) * (row[j] - means[j]) / (N - 1);
      }
      deviations[j] = j >= 4 ? 0 : Math.sqrt(deviations[j]);
      for (int i = 0; i < N; i++) {
        double moved = x[i][j] - (centred ? means[j] : 0);
        copy[i][j] = deviations[j] == 0 ? 0 : moved / deviations[j];
      }
    }
    return copy;
  }

  private static SoftmaxObjective objective(double[][] x, Form form, FeatureScaling scaling) {
    ExampleBlock block = TestBlocks.examples(x, LABELS, null, form);
    ParameterLayout layout = layout(form);
    return SoftmaxObjective.over(
        List.of(block),
        layout,
        new L2Regularizer(0.1, layout.weightCount()),
        scaling,
        Targets.PLAIN);
  }

  private static ParameterLayout layout(Form form) {
    return new ParameterLayout(
        D, K, true, TestBlocks.features(TestBlocks.rows(1, D, 1), form).weightOrder());
  }
}
