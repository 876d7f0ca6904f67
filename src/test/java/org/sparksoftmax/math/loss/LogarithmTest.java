package org.sparksoftmax.math.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogarithmTest {

  @Test
  void isWithinThreeUlpOfTheLibrary() {
    assertThat(Logarithm.of(1)).isZero();
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double x = Math.pow(2, 40 * random.nextDouble());
      double expected = StrictMath.log(x);
      assertThat(Logarithm.of(x)).isCloseTo(expected, within(3 * Math.ulp(expected)));
    }
  }

  @Test
  void keepsWhatIsNotFinite() {
    assertThat(Logarithm.of(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Logarithm.of(Double.NaN)).isNaN();
  }
}
