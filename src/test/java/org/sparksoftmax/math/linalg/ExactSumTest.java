package org.sparksoftmax.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  private final Random random = new Random(1);

  @Test
  void isTheNearestNumberToTheTrueSumInAnyOrder() {
    for (int trial = 0; trial < 200; trial++) {
      List<Double> values = new ArrayList<>();
      BigDecimal truth = BigDecimal.ZERO;
      for (int i = 0; i < 30; i++) {
        double value = (random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(120) - 60);
        values.add(value);
        truth = truth.add(new BigDecimal(value));
      }
      assertThat(sum(values).value()).isEqualTo(truth.doubleValue());
      Collections.shuffle(values, random);
      ExactSum merged = sum(values.subList(0, 11));
      merged.add(sum(values.subList(11, 30)));
      assertThat(merged.value()).isEqualTo(truth.doubleValue());
    }
  }

  @Test
  void keepsWhatCancellationWouldLose() {
    assertThat(sum(List.of(1e300, 1.0, -1e300, Double.MIN_VALUE)).value()).isEqualTo(1.0);
    assertThat(sum(List.of(1e300, Double.MIN_VALUE, -1e300)).value()).isEqualTo(Double.MIN_VALUE);
    assertThat(sum(List.of(-0.25, 0.25)).value()).isZero();
    assertThat(new ExactSum().value()).isZero();
  }

  @Test
  void holdsTheWholeRangeOfNumbers() {
    for (double value :
        new double[] {
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          Double.MIN_VALUE,
          -Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Math.nextDown(Double.MIN_NORMAL),
          1.0,
          -Math.PI
        }) {
      assertThat(sum(List.of(value)).value()).isEqualTo(value);
      assertThat(sum(List.of(value, value, -value)).value()).isEqualTo(value);
    }
    assertThat(sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE)).value())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void roundsToTheNearestWhateverTheSize() {
    double large = Math.scalb(1.0, 1000);
    double half = Math.scalb(1.0, 1000 - 53);
    assertThat(sum(List.of(large, half)).value()).isEqualTo(large); // a tie goes to the even one
    assertThat(sum(List.of(large, half, Double.MIN_VALUE)).value()).isEqualTo(Math.nextUp(large));
    assertThat(sum(List.of(large, half, -Double.MIN_VALUE)).value()).isEqualTo(large);
    assertThat(sum(List.of(-large, -half, -Double.MIN_VALUE)).value())
        .isEqualTo(Math.nextDown(-large));
  }

  @Test
  void whatIsNotFiniteStaysSo() {
    assertThat(sum(List.of(1.0, Double.NaN, 2.0)).value()).isNaN();
    assertThat(sum(List.of(Double.POSITIVE_INFINITY, 1.0)).value())
        .isEqualTo(Double.POSITIVE_INFINITY);
    ExactSum both = sum(List.of(Double.POSITIVE_INFINITY));
    both.add(sum(List.of(Double.NEGATIVE_INFINITY)));
    assertThat(both.value()).isNaN();
  }

  private static ExactSum sum(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }
}
