package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;

class LossGradientSumTest {

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(1, 2, false, WeightOrder.CLASS_MAJOR);

  /** Of values that are all 0: the finest steps there are. */
  private static final GradientGrid GRID = GradientGrid.of(new ColumnMagnitudes(1), 1);

  @Test
  void mergeWithEmptyLeavesSumUnchanged() {
    LossGradientSum sum = sum(1, 2, 3);
    sum.merge(new LossGradientSum());
    assertThat(sum.lossSum()).isEqualTo(1);
    assertThat(sum.gradientSum(2).array()).containsExactly(2, 3);
    LossGradientSum empty = new LossGradientSum();
    empty.merge(sum);
    assertThat(empty.lossSum()).isEqualTo(1);
    assertThat(empty.weightSum()).isEqualTo(1);
    assertThat(empty.checksum()).isEqualTo(7);
    assertThat(empty.gradientSum(2).array()).containsExactly(2, 3);
  }

  @Test
  void mergeAddsEverything() {
    LossGradientSum sum = sum(1, 2, 3).merge(sum(10, 20, 30));
    assertThat(sum.lossSum()).isEqualTo(11);
    assertThat(sum.weightSum()).isEqualTo(2);
    assertThat(sum.checksum()).isEqualTo(14);
    assertThat(sum.gradientSum(2).array()).containsExactly(22, 33);
  }

  @Test
  void aGradientOutOfRangeStaysSo() {
    LossGradientSum bad = sum(1, 2, 3);
    bad.noteLargest(0, 0x1p62);
    bad.noteLargest(0, 1);
    assertThat(new LossGradientSum().merge(bad).merge(sum(1, 2, 3)).gradient(LAYOUT, GRID))
        .containsExactly(Double.NaN, Double.NaN);
    assertThat(sum(1, 2, 3).gradient(LAYOUT, GRID)).doesNotContain(Double.NaN);
  }

  @Test
  void refusesGradientsOfDifferentLength() {
    LossGradientSum other = new LossGradientSum();
    other.gradientSum(3);
    assertThatThrownBy(() -> sum(1, 2, 3).merge(other))
        .hasMessage("Cannot add gradients of length 2 and 3");
  }

  /** A vector past the end of the last row of a group reaches the first row of the next one. */
  @Test
  void threadsAddToNeighbouringFeaturesOfDifferentGroups() throws InterruptedException {
    int classes = 20;
    int rounds = 200_000;
    int[] neighbours = {OccurringFeatures.PIECE - 1, OccurringFeatures.PIECE};
    ParameterLayout layout =
        new ParameterLayout(2 * OccurringFeatures.PIECE, classes, false, WeightOrder.FEATURE_MAJOR);
    LossGradientSum sum = new LossGradientSum();
    long[] sums = sum.gradientSum(layout).array();
    float[] ones = new float[2 * classes];
    Arrays.fill(ones, 1);
    List<Thread> threads = new ArrayList<>();
    for (int feature : neighbours) {
      LossGradientSum part = sum.part();
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < rounds; n++) {
                  part.addFeatures(layout, new int[] {feature}, 1, ones, 0, new double[] {1});
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int feature : neighbours) {
      assertThat(Arrays.copyOfRange(sums, feature * classes, (feature + 1) * classes))
          .containsOnly(rounds);
    }
  }

  private static LossGradientSum sum(double loss, long g0, long g1) {
    LossGradientSum sum = new LossGradientSum();
    sum.losses(0).add(loss, 1);
    sum.gradientSum(2).array()[0] += g0;
    sum.gradientSum(2).array()[1] += g1;
    sum.endBlock(7);
    return sum;
  }
}
