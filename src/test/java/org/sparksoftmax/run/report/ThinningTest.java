package org.sparksoftmax.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

  @Test
  void shortCurvesStayWhole() {
    for (int length : new int[] {0, 1, 2, 100}) {
      assertThat(Thinning.positions(List.of(new double[length]), length, 100))
          .isEqualTo(IntStream.range(0, length).toArray());
    }
  }

  @Test
  void endsAndExtremesOfEveryCurveStay() {
    Random random = new Random(5);
    double[] falling = IntStream.range(0, 100_003).mapToDouble(i -> 1.0 / (i + 1)).toArray();
    double[] noise = random.doubles(falling.length).toArray();
    noise[77_777] = 9;
    noise[33_333] = -9;

    int[] kept = Thinning.positions(List.of(falling, noise), falling.length, 4000);

    assertThat(kept).hasSizeBetween(2000, 4000).isSorted().doesNotHaveDuplicates();
    assertThat(kept).contains(0, falling.length - 1, 77_777, 33_333);
    for (int from = 0; from + 500 <= noise.length; from += 25_000) {
      int begin = from;
      assertThat(Arrays.stream(kept).filter(i -> i >= begin && i < begin + 500).count())
          .as("no stretch is left out")
          .isGreaterThan(5);
    }
  }

  @Test
  void whatIsNoNumberIsNoExtreme() {
    double[] sparse = new double[1000];
    Arrays.fill(sparse, Double.NaN);
    sparse[500] = 1;

    assertThat(Thinning.positions(List.of(sparse), sparse.length, 10)).containsExactly(0, 500, 999);
  }
}
