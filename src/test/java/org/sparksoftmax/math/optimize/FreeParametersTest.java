package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.regularize.L1Penalty;

class FreeParametersTest {

  private static final double[] THETA = {0, 2, 0, 0, -1};
  private static final double[] SUBGRADIENT = {0, 0, -3, 0, 5};

  /** Parameter 3 is 0 and stays so, but is not penalised. */
  @Test
  void areThoseThatAreNotHeldAtZero() {
    FreeParameters free = FreeParameters.of(THETA, SUBGRADIENT, new L1Penalty(0.1, 3));
    assertThat(free.areAll()).isFalse();
    assertThat(free.of(new double[] {10, 11, 12, 13, 14})).containsExactly(11, 12, 13, 14);
    assertThat(free.of(new float[] {10, 11, 12, 13, 14})).containsExactly(11, 12, 13, 14);
    assertThat(free.spread(new double[] {1, 2, 3, 4})).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void areAllWithoutAPenalty() {
    assertThat(FreeParameters.of(THETA, SUBGRADIENT, L1Penalty.NONE).areAll()).isTrue();
  }

  /** s and y of the pair are at right angles but for the parameter that is not free. */
  @Test
  void aPairThatSaysNothingOfThemIsForgotten() {
    LbfgsMemory memory =
        LbfgsMemory.EMPTY
            .with(new double[] {1, 1, 0}, new double[3], new double[] {1, 0, 1}, new double[3], 5)
            .with(new double[] {1, 2, 3}, new double[3], new double[] {4, 5, 6}, new double[3], 5);
    FreeParameters free =
        FreeParameters.of(new double[] {0, 1, 1}, new double[3], new L1Penalty(0.1, 3));
    List<LbfgsMemory.Pair> pairs = memory.among(free).pairs();
    assertThat(memory.pairs()).hasSize(2);
    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).s()).containsExactly(2f / 3, 1);
    assertThat(pairs.get(0).y()).containsExactly(5f / 6, 1);
    assertThat(pairs.get(0).curvature()).isEqualTo(2f / 3 * (5f / 6) + 1);
  }
}
