package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.math.block.ExampleBlock;

/** The loss as a function of the inverse temperature. */
class ScaledLossSumTest {

  private static final Rows ROWS = Rows.random(400, 6, true, 21);

  private static ScaledLossSum sum(Rows rows, double beta) {
    ScaledLossSum sum = new ScaledLossSum(rows.classes(), beta);
    ExampleBlock block = rows.block();
    sum.add(block, 0, rows.count(), rows.flatLogits());
    sum.endBlock();
    return sum;
  }

  private static ScaledLoss loss(double beta) {
    return sum(ROWS, beta).mean();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.7, 1, 3})
  void derivativesAreThoseOfFiniteDifferences(double beta) {
    double h = 1e-5;
    ScaledLoss above = loss(beta + h);
    ScaledLoss below = loss(beta - h);
    assertThat(loss(beta).slope())
        .isCloseTo((above.meanLoss() - below.meanLoss()) / (2 * h), within(1e-8));
    assertThat(loss(beta).curvature())
        .isCloseTo((above.slope() - below.slope()) / (2 * h), within(1e-8));
  }

  @Test
  void theLossAtOneIsTheLogLossAndTheEndsAreLimits() {
    assertThat(loss(1).meanLoss()).isCloseTo(ROWS.report().logLoss(), within(1e-14));
    assertThat(loss(1).slopeAtZero()).isCloseTo(loss(0).slope(), within(1e-14));
    assertThat(loss(1).slopeAtInfinity()).isCloseTo(loss(1e6).slope(), within(1e-14));
    assertThat(loss(1e6).curvature()).isCloseTo(0, within(1e-12));
  }

  @Test
  void anyOrderGivesTheSameBits() {
    List<ScaledLossSum> parts =
        IntStream.range(0, 8)
            .mapToObj(p -> sum(ROWS.select(IntStream.range(50 * p, 50 * p + 50).toArray()), 0.8))
            .toList();
    ScaledLossSum forwards = new ScaledLossSum(6, 0.8);
    ScaledLossSum backwards = new ScaledLossSum(6, 0.8);
    for (int p = 0; p < 8; p++) {
      forwards.merge(parts.get(p));
      backwards.merge(parts.get(7 - p));
    }
    assertThat(forwards.mean()).isEqualTo(backwards.mean());
    assertThat(forwards.mean().meanLoss()).isCloseTo(loss(0.8).meanLoss(), within(1e-14));
    assertThatThrownBy(() -> forwards.merge(sum(ROWS, 0.9)))
        .hasMessage("Cannot add sums of 6 classes at 0.8 and of 6 at 0.9");
  }
}
