package org.sparksoftmax.math.regularize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenaltyTest {

  @Test
  void theStrengthIsSplitBetweenL2AndL1() {
    Penalty penalty = new Penalty(0.5, 0.25);
    assertThat(penalty.l2()).isEqualTo(0.375);
    assertThat(penalty.l1()).isEqualTo(0.125);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.POSITIVE_INFINITY, Double.NaN})
  void aStrengthThatIsNoneIsRefused(double strength) {
    assertThatThrownBy(() -> new Penalty(strength, 0))
        .hasMessage("Invalid regularization strength: " + strength + " (must be >= 0 and finite)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareThatIsNoneIsRefused(double share) {
    assertThatThrownBy(() -> new Penalty(1, share))
        .hasMessage("Invalid share of the L1 penalty: " + share + " (must be >= 0 and <= 1)");
  }
}
