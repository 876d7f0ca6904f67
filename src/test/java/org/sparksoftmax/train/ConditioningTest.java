package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditioningTest {

  @Test
  void oneUnusualSparseFeatureLeavesTheOthersAsTheyAre() {
    assertThat(Conditioning.unusual(new double[] {16, 0.5, 0x1p-8, 16, 0.25, 32, 16}))
        .containsExactly(1, 1, 0x1p-12, 1, 1, 1, 1);
  }

  @Test
  void unitsFarFromTheInterceptsAreRescaled() {
    double[] small = {0x1p20, 0x1p19, 0x1p22};
    assertThat(Conditioning.unusual(small)).containsExactly(small);
    assertThat(Conditioning.unusual(new double[] {0x1p-20, 2, 0x1p-20, 0x1p-31}))
        .containsExactly(0x1p-20, 1, 0x1p-20, 0x1p-31);
  }
}
