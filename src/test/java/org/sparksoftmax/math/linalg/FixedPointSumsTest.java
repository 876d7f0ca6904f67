package org.sparksoftmax.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FixedPointSumsTest {

  private static final int ROW = 3;
  private static final int ROWS = 200;

  @Test
  void packedSumsOfFewRowsContainOnlyThese() {
    FixedPointSums sums = sums(5, 64, 199);
    byte[] packed = sums.packed();
    assertThat(packed).hasSize(12 + 3 * 4 + 3 * ROW * 8);
    FixedPointSums other = sums(5, 7);
    other.addPacked(packed);
    long[] expected = new long[ROWS * ROW];
    for (int row : new int[] {5, 7, 64, 199}) {
      for (int k = 0; k < ROW; k++) {
        expected[row * ROW + k] = value(row, k) * (row == 5 ? 2 : 1);
      }
    }
    assertThat(other.array()).containsExactly(expected);
    assertThat(FixedPointSums.unpacked(other.packed()).array()).containsExactly(expected);
  }

  @Test
  void packedSumsOfManyRowsAreDense() {
    FixedPointSums sums = sums(IntStream.range(0, 150).toArray());
    assertThat(sums.packed()).hasSize(12 + ROWS * ROW * 8);
    FixedPointSums copy = FixedPointSums.unpacked(sums.packed());
    assertThat(copy.array()).containsExactly(sums.array());
    copy.addPacked(sums(199).packed());
    assertThat(copy.array()[199 * ROW + 1]).isEqualTo(value(199, 1));
  }

  @Test
  void sumsWithoutRowsArePackedWhole() {
    FixedPointSums sums = FixedPointSums.of(5);
    sums.array()[3] = Long.MIN_VALUE;
    sums.mark(4);
    FixedPointSums copy = FixedPointSums.unpacked(sums.packed());
    assertThat(copy.array()).containsExactly(0, 0, 0, Long.MIN_VALUE, 0);
    copy.add(sums);
    assertThat(copy.array()).containsExactly(0, 0, 0, 0, 0);
  }

  @Test
  void addingKeepsTheRowsOfBoth() {
    FixedPointSums sums = sums(1, 2);
    sums.add(sums(2, 130));
    FixedPointSums copy = FixedPointSums.unpacked(sums.packed());
    assertThat(copy.array()[ROW]).isEqualTo(value(1, 0));
    assertThat(copy.array()[2 * ROW]).isEqualTo(2 * value(2, 0));
    assertThat(copy.array()[130 * ROW + 2]).isEqualTo(value(130, 2));
  }

  @Test
  void releasedSumsAreReusedAndEmpty() {
    FixedPointSums sums = sums(0, 77, 199);
    long[] array = sums.array();
    sums.release();
    FixedPointSums again = FixedPointSums.of(ROWS * ROW, ROW);
    assertThat(again.array()).isSameAs(array).containsOnly(0);
    assertThat(again.packed()).hasSize(12);
    FixedPointSums dense = FixedPointSums.of(100_000);
    Arrays.fill(dense.array(), 9);
    dense.release();
    assertThat(FixedPointSums.of(100_000).array()).containsOnly(0);
    dense.release();
    assertThat(FixedPointSums.of(100_001).array()).hasSize(100_001);
  }

  @Test
  void threadsAddUnderTheLocksOfTheirParts() throws InterruptedException {
    FixedPointSums sums = FixedPointSums.of(ROWS * ROW, ROW);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  int row = n % ROWS;
                  synchronized (sums.lock(row >> 6)) {
                    sums.mark(row);
                    sums.array()[row * ROW]++;
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int row = 0; row < ROWS; row++) {
      assertThat(sums.array()[row * ROW]).isEqualTo(400);
    }
    assertThat(FixedPointSums.unpacked(sums.packed()).array()).containsExactly(sums.array());
  }

  @Test
  void refusesSumsOfAnotherLength() {
    FixedPointSums sums = FixedPointSums.of(3);
    assertThatThrownBy(() -> sums.add(FixedPointSums.of(4)))
        .hasMessage("Cannot add gradients of length 3 and 4");
    assertThatThrownBy(() -> sums.addPacked(FixedPointSums.of(4).packed()))
        .hasMessage("Cannot add gradients of length 3 and 4");
  }

  private static FixedPointSums sums(int... rows) {
    FixedPointSums sums = FixedPointSums.of(ROWS * ROW, ROW);
    for (int row : rows) {
      sums.mark(row);
      for (int k = 0; k < ROW; k++) {
        sums.array()[row * ROW + k] = value(row, k);
      }
    }
    return sums;
  }

  private static long value(int row, int k) {
    return (1L << 40) * row - k;
  }
}
