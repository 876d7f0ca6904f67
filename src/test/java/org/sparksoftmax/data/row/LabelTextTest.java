package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "007, 7",
    "7.0, 7",
    "70e-1, 7",
    "-0, 0",
    "1.50, 1.5",
    "x7, x7",
    "1e400, 1e400",
    "123456789012345678901, 123456789012345678901",
    "1e200, 1.0E200"
  })
  void oneNumberHasOneText(String text, String label) {
    assertThat(LabelText.canonical(text)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "0e99999999999, 0",
    "1e-99999999999, 0",
    "0.1e-400, 0",
    "1.00000000000000000001, 1",
    "12345678901234567000.5, 12345678901234567000"
  })
  void numbersThatADoubleRoundsToAnIntegerAreThatInteger(String text, String label) {
    assertThat(LabelText.canonical(text)).isEqualTo(label);
    assertThat(LabelText.canonical(label)).isEqualTo(label);
  }

  @Test
  void millionsOfDigitsTakeNoQuadraticTime() {
    assertThat(LabelText.canonical("0".repeat(3_000_000) + "7")).isEqualTo("7");
    assertThat(LabelText.canonical("0." + "3".repeat(3_000_000))).isEqualTo("0.3333333333333333");
  }
}
