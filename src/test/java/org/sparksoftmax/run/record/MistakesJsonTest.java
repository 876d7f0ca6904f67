package org.sparksoftmax.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MistakesJsonTest {

  @Test
  void zerosOfCentredColumnsAreZeros() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      double centre = random.nextGaussian() * Math.pow(10, random.nextInt(9));
      float stored = (float) -centre;
      assertThat(MistakesJson.isZero(stored + centre, stored)).isTrue();
    }
  }

  @Test
  void smallValuesAreNotZero() {
    assertThat(MistakesJson.isZero(1e-30, 1e-30)).isFalse();
    assertThat(MistakesJson.isZero(-2, -2)).isFalse();
    double centre = 1234.5;
    float stored = (float) (0.01 - centre);
    assertThat(MistakesJson.isZero(stored + centre, stored)).isFalse();
  }
}
