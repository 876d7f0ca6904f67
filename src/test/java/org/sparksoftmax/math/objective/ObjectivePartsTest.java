package org.sparksoftmax.math.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.regularize.L2Regularizer;

class ObjectivePartsTest {

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(1, 2, true, WeightOrder.CLASS_MAJOR);

  @Test
  void aValueKnowsItsPartsAndTheNormOfItsGradient() {
    LossAndGradient value = new LossAndGradient(1.5, 0.25, new double[] {3, -4});
    assertThat(value.meanLoss()).isEqualTo(1.5);
    assertThat(value.regularization()).isEqualTo(0.25);
    assertThat(value.objective()).isEqualTo(1.75);
    assertThat(value.gradient()).containsExactly(3, -4);
    assertThat(value.gradientNorm()).isEqualTo(5);
    assertThat(value.isFinite()).isTrue();
  }

  @Test
  void aValueIsFiniteOnlyIfItsLossItsPenaltyAndItsGradientAre() {
    double[] finite = {1};
    assertThat(new LossAndGradient(Double.NaN, 0, finite).isFinite()).isFalse();
    assertThat(new LossAndGradient(0, Double.POSITIVE_INFINITY, finite).isFinite()).isFalse();
    assertThat(new LossAndGradient(0, 0, new double[] {1, Double.NaN}).isFinite()).isFalse();
  }

  @Test
  void whatRoundingHidesIsAQuestionOfTheArithmetic() {
    double[] origin = new double[4];
    assertThat(objective(Form.DENSE_F32, 1).noise(origin, 1)).isEqualTo(0x1p-25);
    assertThat(objective(Form.DENSE_F64, 1).noise(origin, 1)).isEqualTo(0x1p-46);
  }

  @Test
  void theMeanOfExamplesWithoutWeightIsRefused() {
    assertThat(objective(Form.DENSE_F64, 1).dimension()).isEqualTo(4);
    assertThatThrownBy(() -> objective(Form.DENSE_F64, 0).evaluate(new double[4]))
        .hasMessage("Cannot take a mean over examples of total weight 0.0 (must be > 0)");
  }

  /** A wrong entry beside a large one is judged by a share of the large one, in units of logits. */
  @Test
  void aGradientCheckStepsAndJudgesByTheScaleOfEachFeature() {
    List<double[]> visited = new ArrayList<>();
    Objective objective =
        new Objective() {
          @Override
          public int dimension() {
            return 3;
          }

          @Override
          public LossAndGradient evaluate(double[] p) {
            visited.add(p.clone());
            return new LossAndGradient(1024 * p[0], 0, new double[] {1024, 7, 0.001});
          }
        };
    List<GradientCheck.Entry> entries =
        GradientCheck.check(objective, new double[3], new int[] {0, 2}, new double[] {2, 0.5});
    assertThat(entries).extracting(GradientCheck.Entry::index).containsExactly(2, 0);
    assertThat(entries.get(0).relativeError()).isCloseTo(0.001 / 0.256, within(1e-12));
    assertThat(entries.get(1).analytic()).isEqualTo(1024);
    assertThat(entries.get(1).numeric()).isCloseTo(1024, within(1e-9));
    assertThat(visited.stream().mapToDouble(p -> p[0]).max()).hasValue(2 * 0.0005);
    assertThat(visited.stream().mapToDouble(p -> p[2]).max()).hasValue(2 * 0.002);
  }

  private static SoftmaxObjective objective(Form form, double exampleWeight) {
    ExampleBlock block =
        TestBlocks.examples(
            new double[][] {{1}}, new int[] {0}, new double[] {exampleWeight}, form);
    return SoftmaxObjective.over(
        List.of(block), LAYOUT, new L2Regularizer(0, LAYOUT.weightCount()), 1);
  }
}
