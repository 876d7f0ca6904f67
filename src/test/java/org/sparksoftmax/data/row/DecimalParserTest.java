package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {

  private static double parse(String text) {
    byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.UTF_8);
    return DecimalParser.parse(bytes, 1, bytes.length - 1);
  }

  @Test
  void equalsTheLibraryForRandomNumbersInEveryNotation() {
    Random random = new Random(1);
    for (int i = 0; i < 20000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = Double.toString(value);
        assertThat(parse(text)).as(text).isEqualTo(value);
      }
      String plain =
          random.nextInt(100000) + "." + random.nextInt(1000000) + "e" + (random.nextInt(60) - 30);
      assertThat(parse(plain)).as(plain).isEqualTo(Double.parseDouble(plain));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "+1", ".5", "5.", "1e5", "1E+05", "1e-400", "12345678901234567890.5"})
  void acceptsPlainDecimals(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", ".", "e5", "1e", "1d", "0x10", "NaN", "1 2", "1,5", "--1", "١"})
  void refusesEverythingElse(String text) {
    assertThat(parse(text)).isNaN();
  }
}
