package org.sparksoftmax.math.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {

  @Test
  void equalLogitsGiveEqualProbabilitiesAndTheLogarithmOfK() {
    double[] z = {7, 7, 7, 7};
    double loss = SoftmaxCrossEntropy.residualInPlace(z, 0, 4, 2, 1.0);
    assertThat(loss).isCloseTo(Math.log(4), within(1e-15));
    assertThat(z).containsExactly(new double[] {0.25, 0.25, -0.75, 0.25}, within(1e-15));
  }

  @Test
  void lossIsExactWhereTheProbabilityUnderflows() {
    double[] z = {0, 2000};
    assertThat(SoftmaxCrossEntropy.residualInPlace(z, 0, 2, 0, 1.0)).isEqualTo(2000);
    assertThat(z).containsExactly(-1, 1);
  }

  @Test
  void addingAConstantToAllLogitsChangesNothing() {
    double[] z = {0.5, -1, 2};
    double[] shifted = {1000.5, 999, 1002};
    double loss = SoftmaxCrossEntropy.residualInPlace(z, 0, 3, 1, 2.0);
    assertThat(SoftmaxCrossEntropy.residualInPlace(shifted, 0, 3, 1, 2.0))
        .isCloseTo(loss, within(1e-12));
    assertThat(shifted).containsExactly(z, within(1e-13));
  }

  @Test
  void residualSumsToZeroAndCarriesTheExampleWeight() {
    double[] z = {0.1, 0.2, 0.3, -5};
    double[] weighted = z.clone();
    double loss = SoftmaxCrossEntropy.residualInPlace(z, 0, 4, 3, 1.0);
    assertThat(SoftmaxCrossEntropy.residualInPlace(weighted, 0, 4, 3, 2.5))
        .isCloseTo(2.5 * loss, within(1e-13));
    assertThat(Arrays.stream(z).sum()).isCloseTo(0, within(1e-15));
    for (int k = 0; k < 4; k++) {
      assertThat(weighted[k]).isCloseTo(2.5 * z[k], within(1e-14));
    }
  }

  @Test
  void onlyTheRowAtTheOffsetIsTouched() {
    double[] z = {9, 1, 2, 9};
    SoftmaxCrossEntropy.softmaxInPlace(z, 1, 2);
    assertThat(z[0]).isEqualTo(9);
    assertThat(z[3]).isEqualTo(9);
    assertThat(z[1] + z[2]).isCloseTo(1, within(1e-15));
  }

  @Test
  void firstOfEqualLogitsIsTheLargest() {
    assertThat(SoftmaxCrossEntropy.largest(new double[] {9, 1, 3, 3}, 1, 3)).isEqualTo(1);
  }

  @Test
  void twoStepFormAgreesAtModerateLogitsAndBreaksAtLargeOnes() {
    TwoStepComparison.Result moderate = TwoStepComparison.at(1, 10, 1);
    assertThat(moderate.largestDifference()).isLessThan(1e-14);
    assertThat(moderate.brokenRows()).isZero();
    TwoStepComparison.Result large = TwoStepComparison.at(1000, 10, 1);
    assertThat(large.brokenRows()).isGreaterThan(large.rows() / 2);
    assertThat(large.brokenFusedRows()).isZero();
  }

  @Test
  void softmaxLayerGivesItsJacobian() {
    double[] logits = {0.3, -0.7, 1.1};
    SoftmaxLayer layer = new SoftmaxLayer();
    double[] p = layer.forward(logits);
    for (int j = 0; j < 3; j++) {
      double[] unit = new double[3];
      unit[j] = 1;
      double[] row = layer.backward(p, unit);
      for (int i = 0; i < 3; i++) {
        double[] moved = logits.clone();
        moved[i] += 1e-6;
        double[] other = logits.clone();
        other[i] -= 1e-6;
        double difference = (layer.forward(moved)[j] - layer.forward(other)[j]) / 2e-6;
        assertThat(row[i]).isCloseTo(difference, within(1e-9));
        assertThat(row[i]).isCloseTo(p[j] * ((i == j ? 1 : 0) - p[i]), within(1e-15));
      }
    }
  }
}
