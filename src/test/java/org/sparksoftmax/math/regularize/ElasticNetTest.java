package org.sparksoftmax.math.regularize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ElasticNetTest {

  private static final double[] THETA = {2, -3, 0, 100};

  @Test
  void addsHalfSquaresAndMagnitudesOfTheWeights() {
    ElasticNet penalty = new ElasticNet(0.5, 0.25, 3);
    assertThat(penalty.value(THETA)).isEqualTo(0.25 * 13 + 0.25 * 5);
    double[] gradient = {1, 1, 1, 1};
    penalty.addGradient(THETA, gradient, 0, gradient.length);
    assertThat(gradient).containsExactly(2, -0.5, 1, 1); // the smooth part
  }

  @Test
  void theLeastSubgradientIsZeroWithinThePenalty() {
    L1Penalty l1 = new L1Penalty(0.25, 5);
    double[] theta = {2, -3, 0, 0, 0, 0};
    double[] gradient = {1, 1, 0.2, 0.5, -0.5, 0.1};
    assertThat(l1.leastSubgradient(theta, gradient))
        .containsExactly(1.25, 0.75, 0, 0.25, -0.25, 0.1);
    assertThat(l1.leastSubgradient(theta, new double[] {0, 0, Double.NaN, 0, 0, 0})[2]).isNaN();
    assertThat(L1Penalty.NONE.leastSubgradient(theta, gradient)).isSameAs(gradient);
  }

  @Test
  void shrinkingStopsAtZero() {
    double[] theta = {2, -3, 0.1, Double.NaN, 5};
    new L1Penalty(0.5, 4).shrinkInPlace(theta, new double[] {2});
    assertThat(theta).containsExactly(1, -2, 0, Double.NaN, 5);
    double[] each = {2, -3, 0.1};
    new L1Penalty(1, 3).shrinkInPlace(each, new double[] {0, 1, 0.05});
    assertThat(each).containsExactly(2, -2, 0.05);
  }

  @Test
  void weightsThatHaveRunAwayCostNothingWithoutAPenalty() {
    double[] infinite = {Double.POSITIVE_INFINITY};
    assertThat(new ElasticNet(0, 0, 1).value(infinite)).isZero();
  }

  @Test
  void aStrengthOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> new ElasticNet(0, -1, 1))
        .hasMessage("Invalid L1 penalty: -1.0 (must be >= 0 and finite)");
    assertThatThrownBy(() -> new ElasticNet(Double.NaN, 0, 1))
        .hasMessage("Invalid regularization strength: NaN (must be >= 0 and finite)");
  }
}
