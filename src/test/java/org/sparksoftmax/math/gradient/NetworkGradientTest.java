package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.GradientCheck;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;

/** The gradient of networks, held against differences of their objective. */
class NetworkGradientTest {

  private static final int ROWS = 40;
  private static final int FEATURES = 6;
  private static final int CLASSES = 4;
  private static final double[] CLASS_WEIGHTS = {0.5, 2, 0, 1.25};
  private static final FeatureScaling MULTIPLIED = FeatureScaling.of(1.0 / 255);
  private static final List<Form> FORMS = List.of(Form.DENSE_F64, Form.CSR_F64);

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesWithCentralDifferencesInEveryLayer(Activation activation) {
    for (Form form : FORMS) {
      for (int[] widths : new int[][] {{5}, {7, 3}, {4, 6, 9}}) {
        for (boolean intercept : new boolean[] {true, false}) {
          assertAgrees(whole(form, HiddenLayers.of(activation, widths), intercept));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void float32IsNearFloat64(Activation activation) {
    for (int[] widths : new int[][] {{5}, {17, 33}, {100, 10, 70}}) {
      HiddenLayers hidden = HiddenLayers.of(activation, widths);
      SoftmaxObjective wide = whole(Form.DENSE_F64, hidden, true);
      double[] parameters = parameters(wide);
      LossAndGradient expected = wide.evaluate(parameters);
      double scale = Arrays.stream(expected.gradient()).map(Math::abs).max().orElseThrow();
      for (Form form : List.of(Form.DENSE_F32, Form.DENSE_U8)) {
        LossAndGradient actual = whole(form, hidden, true).evaluate(parameters);
        assertThat(actual.objective()).isCloseTo(expected.objective(), within(1e-5));
        assertThat(actual.gradient()).containsExactly(expected.gradient(), within(2e-5 * scale));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesWithClassWeightsAndSmoothedLabels(Activation activation) {
    for (Form form : FORMS) {
      for (Targets targets :
          List.of(
              new Targets(0.2, null),
              new Targets(0, CLASS_WEIGHTS),
              new Targets(0.1, CLASS_WEIGHTS))) {
        HiddenLayers hidden = HiddenLayers.of(activation, 7, 3);
        assertAgrees(objective(block(form), hidden, true, MULTIPLIED, targets, 0));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesWithSoftLabels(Activation activation) {
    for (Form form : FORMS) {
      for (Targets targets : List.of(Targets.PLAIN, new Targets(0.1, CLASS_WEIGHTS))) {
        HiddenLayers hidden = HiddenLayers.of(activation, 7, 3);
        assertAgrees(objective(softLabels(form), hidden, true, MULTIPLIED, targets, 0));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesOnFeaturesThatAreStandardized(Activation activation) {
    double[] means = new double[FEATURES];
    double[] deviations = new double[FEATURES];
    Arrays.setAll(means, j -> 60.0 + j);
    Arrays.setAll(deviations, j -> j == 2 ? 0 : 70.0 + 10 * j); // one feature is left out
    HiddenLayers hidden = HiddenLayers.of(activation, 7, 3);
    for (Form form : FORMS) {
      assertAgrees(
          objective(
              block(form),
              hidden,
              true,
              FeatureScaling.standardized(means, deviations),
              Targets.PLAIN,
              0));
      assertAgrees(
          objective(
              block(form), hidden, false, FeatureScaling.scaled(deviations), Targets.PLAIN, 0));
    }
  }

  /**
   * The units that one step leaves out are the same in all of its evaluations. The step is one
   * where no rectified unit is at its kink.
   */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesWithinOneStepOfDropout(Activation activation) {
    for (Form form : FORMS) {
      SoftmaxObjective objective =
          objective(
              block(form), HiddenLayers.of(activation, 8, 6), true, MULTIPLIED, Targets.PLAIN, 0.4);
      MiniBatch step = new MiniBatch(1, 2, 3);
      assertAgrees(at(objective, step), parameters(objective));
      assertThat(objective.evaluate(parameters(objective), step).objective())
          .isNotEqualTo(objective.evaluate(parameters(objective)).objective());
    }
  }

  /** Otherwise the tests above would say nothing. */
  @Test
  void aGradientThatIsWrongInOneEntryDisagrees() {
    SoftmaxObjective right = whole(Form.DENSE_F64, HiddenLayers.of(Activation.TANH, 7, 3), true);
    double[] parameters = parameters(right);
    for (int wrong = 0; wrong < right.dimension(); wrong += 7) {
      int entry = wrong;
      List<GradientCheck.Entry> checked =
          check(changed(right, gradient -> added(gradient, entry, 1e-5)), parameters);
      assertThat(checked.get(0).index()).isEqualTo(entry);
      assertThat(checked.get(0).relativeError()).isGreaterThan(1e-5);
    }
  }

  private static double[] added(double[] gradient, int entry, double error) {
    double[] wrong = gradient.clone();
    wrong[entry] += error;
    return wrong;
  }

  private static Objective changed(Objective objective, UnaryOperator<double[]> gradient) {
    return new Objective() {
      @Override
      public int dimension() {
        return objective.dimension();
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        LossAndGradient value = objective.evaluate(p);
        return new LossAndGradient(
            value.meanLoss(), value.regularization(), gradient.apply(value.gradient()));
      }
    };
  }

  private static Objective at(Objective objective, MiniBatch step) {
    return new Objective() {
      @Override
      public int dimension() {
        return objective.dimension();
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        return objective.evaluate(p, step);
      }
    };
  }

  private static void assertAgrees(SoftmaxObjective objective) {
    assertAgrees(objective, parameters(objective));
  }

  private static void assertAgrees(Objective objective, double[] parameters) {
    List<GradientCheck.Entry> checked = check(objective, parameters);
    assertThat(checked).hasSize(parameters.length);
    assertThat(checked.get(0).relativeError()).as("%s", checked.get(0)).isLessThan(1e-6);
  }

  private static List<GradientCheck.Entry> check(Objective objective, double[] parameters) {
    int[] entries = IntStream.range(0, objective.dimension()).toArray();
    double[] scales = new double[entries.length];
    Arrays.fill(scales, 1.0);
    return GradientCheck.check(objective, parameters, entries, scales);
  }

  private static double[] parameters(SoftmaxObjective objective) {
    double[] parameters = Initializer.GLOROT.parameters(objective.layout(), 5);
    double[] moved = TestBlocks.uniform(parameters.length, 0.1, 6);
    return IntStream.range(0, moved.length).mapToDouble(i -> parameters[i] + moved[i]).toArray();
  }

  private static SoftmaxObjective whole(Form form, HiddenLayers hidden, boolean intercept) {
    return objective(block(form), hidden, intercept, MULTIPLIED, Targets.PLAIN, 0);
  }

  /** With an L2 penalty. */
  private static SoftmaxObjective objective(
      ExampleBlock block,
      HiddenLayers hidden,
      boolean intercept,
      FeatureScaling scaling,
      Targets targets,
      double dropout) {
    ParameterLayout layout =
        new ParameterLayout(FEATURES, CLASSES, intercept, block.features().weightOrder(), hidden);
    ElasticNet penalty = new ElasticNet(0.01, 0, layout.weightCount());
    return new ObjectiveSpec(layout, penalty, scaling, targets, dropout)
        .over(List.of(block), ColumnMagnitudes.of(List.of(block), FEATURES));
  }

  private static ExampleBlock block(Form form) {
    return TestBlocks.examples(
        TestBlocks.rows(ROWS, FEATURES, 1),
        TestBlocks.labels(ROWS, CLASSES, 2),
        TestBlocks.weights(ROWS, 3),
        form);
  }

  private static ExampleBlock softLabels(Form form) {
    double[] targets = TestBlocks.weights(ROWS * CLASSES, 9);
    for (int i = 0; i < ROWS; i++) {
      double sum = Arrays.stream(targets, i * CLASSES, (i + 1) * CLASSES).sum();
      for (int k = i * CLASSES; k < (i + 1) * CLASSES; k++) {
        targets[k] /= sum;
      }
    }
    F64Values values = new F64Values(targets);
    return new ExampleBlock(
        0,
        block(form).features(),
        ExampleBlock.largestTargets(values, ROWS),
        TestBlocks.weights(ROWS, 3),
        values);
  }
}
