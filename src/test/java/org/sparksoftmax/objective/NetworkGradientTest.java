package org.sparksoftmax.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.loss.Targets;
import org.sparksoftmax.model.Activation;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.HiddenLayers;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.network.Initializer;
import org.sparksoftmax.regularize.ElasticNet;

/** The gradient of networks, held against differences of their objective. */
class NetworkGradientTest {

  private static final int ROWS = 40;
  private static final int FEATURES = 6;
  private static final int CLASSES = 4;

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesWithCentralDifferencesInEveryLayer(Activation activation) {
    for (Form form : List.of(Form.DENSE_F64, Form.CSR_F64)) {
      for (int[] widths : new int[][] {{5}, {7, 3}, {4, 6, 9}}) {
        for (boolean intercept : new boolean[] {true, false}) {
          LocalObjective objective =
              objective(form, HiddenLayers.of(activation, widths), intercept, 0);
          assertAgrees(objective, parameters(objective));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void float32IsNearFloat64(Activation activation) {
    for (int[] widths : new int[][] {{5}, {17, 33}, {100, 10, 70}}) {
      HiddenLayers hidden = HiddenLayers.of(activation, widths);
      LocalObjective wide = objective(Form.DENSE_F64, hidden, true, 0);
      double[] parameters = parameters(wide);
      LossAndGradient expected = wide.evaluate(parameters);
      double scale = Arrays.stream(expected.gradient()).map(Math::abs).max().orElseThrow();
      for (Form form : List.of(Form.DENSE_F32, Form.DENSE_U8)) {
        LossAndGradient actual = objective(form, hidden, true, 0).evaluate(parameters);
        assertThat(actual.objective()).isCloseTo(expected.objective(), within(1e-5));
        assertThat(actual.gradient()).containsExactly(expected.gradient(), within(2e-5 * scale));
      }
    }
  }

  private static void assertAgrees(LocalObjective objective, double[] parameters) {
    int[] entries = IntStream.range(0, objective.dimension()).toArray();
    double[] scales = new double[entries.length];
    Arrays.fill(scales, 1.0);
    List<GradientCheck.Entry> checked = GradientCheck.check(objective, parameters, entries, scales);
    assertThat(checked.get(0).relativeError()).as("%s", checked.get(0)).isLessThan(1e-6);
  }

  private static double[] parameters(LocalObjective objective) {
    double[] parameters = Initializer.GLOROT.parameters(objective.layout(), 5);
    double[] moved = TestBlocks.uniform(parameters.length, 0.1, 6);
    return IntStream.range(0, moved.length).mapToDouble(i -> parameters[i] + moved[i]).toArray();
  }

  private static LocalObjective objective(
      Form form, HiddenLayers hidden, boolean intercept, double dropout) {
    ExampleBlock block =
        TestBlocks.examples(
            TestBlocks.rows(ROWS, FEATURES, 1),
            TestBlocks.labels(ROWS, CLASSES, 2),
            TestBlocks.weights(ROWS, 3),
            form);
    ParameterLayout layout =
        new ParameterLayout(FEATURES, CLASSES, intercept, block.features().weightOrder(), hidden);
    ObjectiveSpec spec =
        new ObjectiveSpec(
            layout,
            new ElasticNet(0.01, 0, layout.weightCount()),
            FeatureScaling.of(1.0 / 255),
            Targets.PLAIN,
            dropout);
    return spec.over(List.of(block), ColumnMagnitudes.of(List.of(block), FEATURES));
  }
}
