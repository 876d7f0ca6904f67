package org.sparksoftmax.math.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowOrderTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 16", "16, 16", "17, 16", "1000, 16", "1000, 128", "1001, 1000", "31, 30"})
  void anEpochHasEveryRowOnce(int rows, int size) {
    RowOrder order = new RowOrder(rows, size, 3);
    int batches = RowOrder.batches(rows, size);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> all = new ArrayList<>();
      for (int b = 0; b < batches; b++) {
        int[] batch = order.batch((long) epoch * batches + b);
        assertThat(batch.length).isBetween(rows / batches, Math.min(size, rows / batches + 1));
        Arrays.stream(batch).forEach(all::add);
      }
      assertThat(all)
          .hasSize(rows)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, rows).boxed().toList());
    }
  }

  @Test
  void everyEpochAndSeedHasAnotherOrder() {
    int[] first = new RowOrder(1000, 100, 3).batch(0);
    assertThat(new RowOrder(1000, 100, 3).batch(0)).isEqualTo(first);
    assertThat(new RowOrder(1000, 100, 3).batch(10)).isNotEqualTo(first);
    assertThat(new RowOrder(1000, 100, 4).batch(0)).isNotEqualTo(first);
  }

  /** A mini-batch far from the start does not depend on those before it. */
  @Test
  void aBatchIsTheSameAfterOthersAndOnItsOwn() {
    RowOrder order = new RowOrder(1000, 64, 9);
    IntStream.range(0, 200).forEach(order::batch);
    assertThat(order.batch(137)).isEqualTo(new RowOrder(1000, 64, 9).batch(137));
  }

  /** Every row is about as often in each place. */
  @Test
  void theOrderIsFair() {
    int[][] counts = new int[5][5];
    RowOrder order = new RowOrder(5, 5, 1);
    for (int epoch = 0; epoch < 5000; epoch++) {
      int[] rows = order.batch(epoch);
      for (int place = 0; place < 5; place++) {
        counts[place][rows[place]]++;
      }
    }
    for (int[] ofPlace : counts) {
      for (int count : ofPlace) {
        assertThat(count).isBetween(880, 1120); // within four standard deviations of 1000
      }
    }
  }

  @Test
  void moreRowsThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> new RowOrder(Integer.MAX_VALUE, 100, 1))
        .hasMessage("Cannot shuffle 2147483647 rows (must be >= 1 and <= 2147483639)");
  }
}
