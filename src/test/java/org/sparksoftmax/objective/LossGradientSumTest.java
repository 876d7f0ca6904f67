package org.sparksoftmax.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LossGradientSumTest {

  @Test
  void mergeWithEmptyLeavesSumUnchanged() {
    LossGradientSum sum = sum(1, 2, 3);
    sum.merge(new LossGradientSum());
    assertThat(sum.lossSum()).isEqualTo(1);
    assertThat(sum.gradientSum(2)).containsExactly(2, 3);
    LossGradientSum empty = new LossGradientSum();
    empty.merge(sum);
    assertThat(empty.lossSum()).isEqualTo(1);
    assertThat(empty.weightSum()).isEqualTo(1);
    assertThat(empty.gradientSum(2)).containsExactly(2, 3);
  }

  @Test
  void mergeAddsEverything() {
    LossGradientSum sum = sum(1, 2, 3).merge(sum(10, 20, 30));
    assertThat(sum.lossSum()).isEqualTo(11);
    assertThat(sum.weightSum()).isEqualTo(2);
    assertThat(sum.gradientSum(2)).containsExactly(22, 33);
  }

  @Test
  void refusesGradientsOfDifferentLength() {
    LossGradientSum other = new LossGradientSum();
    other.gradientSum(3);
    assertThatThrownBy(() -> sum(1, 2, 3).merge(other))
        .hasMessage("Cannot add gradients of length 2 and 3");
  }

  private static LossGradientSum sum(double loss, double g0, double g1) {
    LossGradientSum sum = new LossGradientSum();
    sum.addLoss(loss, 1);
    sum.gradientSum(2)[0] += g0;
    sum.gradientSum(2)[1] += g1;
    return sum;
  }
}
