package org.sparksoftmax.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
  void orderOfMergingDoesNotShowInTheResult() {
    double[] values = {1e16, 1, -1e16, 3.7, 1e-9, 0.1, -2e5, 7e11, 0.3};
    String first = null;
    for (int start = 0; start < values.length; start++) {
      LossGradientSum total = new LossGradientSum();
      LossGradientSum branch = new LossGradientSum();
      for (int i = 0; i < values.length; i++) {
        double value = values[(start + i) % values.length];
        (i % 3 == 0 ? branch : total).merge(sum(value, value, -value));
      }
      total.merge(branch);
      String result = total.lossSum() + " " + Arrays.toString(total.totalGradient(2));
      first = first == null ? result : first;
      assertThat(result).isEqualTo(first);
    }
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
