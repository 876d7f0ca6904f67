package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IterateAverageTest {

  @Test
  void isTheMeanOfTheLastHalfOrALittleMore() {
    IterateAverage average = IterateAverage.empty(1);
    for (int n = 1; n <= 1000; n++) {
      average = average.with(new double[] {n});
      int count = average.olderCount() + average.newerCount();
      assertThat(count).isBetween((n + 1) / 2, n);
      assertThat(average.mean()[0]).isCloseTo(n - (count - 1) / 2.0, within(1e-9));
    }
    assertThat(average.olderCount() + average.newerCount()).isLessThan(900);
  }

  @Test
  void leavesEarlierAveragesAsTheyWere() {
    IterateAverage one = IterateAverage.empty(2).with(new double[] {1, 2});
    one.with(new double[] {5, 6});
    assertThat(one.mean()).containsExactly(1, 2);
  }
}
