package org.sparksoftmax.math.regularize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class L2RegularizerTest {

  @Test
  void valueAndGradientAreThoseOfTheWeightsAlone() {
    L2Regularizer regularizer = new L2Regularizer(0.5, 2);
    double[] gradient = {10, 20, 30};
    regularizer.addGradient(new double[] {3, -4, 100}, gradient, 0, 3);
    assertThat(regularizer.value(new double[] {3, -4, 100})).isEqualTo(0.25 * 25);
    assertThat(gradient).containsExactly(11.5, 18, 30);
  }

  @Test
  void strengthZeroAddsNothingToWeightsThatHaveRunAway() {
    L2Regularizer regularizer = new L2Regularizer(0, 1);
    double[] gradient = {1};
    regularizer.addGradient(new double[] {Double.POSITIVE_INFINITY}, gradient, 0, 1);
    assertThat(regularizer.value(new double[] {Double.POSITIVE_INFINITY})).isZero();
    assertThat(gradient).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-300, Double.NaN, Double.POSITIVE_INFINITY})
  void strengthsOutOfBoundsAreRefused(double strength) {
    assertThatThrownBy(() -> new L2Regularizer(strength, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid regularization strength: %s (must be >= 0 and finite)", strength);
  }
}
