package org.sparksoftmax.math.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MultinomialLogisticLossLayerTest {

  @Test
  void theLossOfAProbabilityIsItsNegativeLogarithm() {
    assertThat(new MultinomialLogisticLossLayer().forward(new double[] {0.25, 0.75}, 0))
        .isEqualTo(-Math.log(0.25));
  }
}
