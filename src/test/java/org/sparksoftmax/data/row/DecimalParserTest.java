package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {

  private static double parse(String text) {
    byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.UTF_8);
    double value = DecimalParser.parse(bytes, 1, bytes.length - 1);
    // With digits behind the number, which it must not read.
    byte[] amongDigits = ("7" + text + "7777777777").getBytes(StandardCharsets.UTF_8);
    double again = DecimalParser.parse(amongDigits, 1, bytes.length - 1);
    assertThat(Double.compare(again, value)).isZero();
    return value;
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

  /** The decimals nearest to the midpoint of two doubles are the hardest to round. */
  @Test
  void roundsNumbersNextToMidpointsAsTheLibraryDoes() {
    Random random = new Random(2);
    for (int i = 0; i < 20000; i++) {
      double value = Math.scalb(1 + random.nextDouble(), random.nextInt(600) - 300);
      BigDecimal midpoint =
          new BigDecimal(value)
              .add(new BigDecimal(Math.nextUp(value)))
              .divide(BigDecimal.valueOf(2), MathContext.UNLIMITED);
      for (int digits = 16; digits <= 20; digits++) {
        BigDecimal rounded = midpoint.round(new MathContext(digits));
        for (int step = -1; step <= 1; step++) {
          String text = rounded.add(rounded.ulp().multiply(BigDecimal.valueOf(step))).toString();
          assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
      }
    }
  }

  @Test
  void roundsTiesToEven() {
    for (int shift = 0; shift < 11; shift++) {
      for (long w = (1L << 53) + 1; w < (1L << 53) + 200; w += 2) {
        String text = Long.toString(w << shift);
        assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
        String scaled = text + "e" + (shift - 5);
        assertThat(parse(scaled)).as(scaled).isEqualTo(Double.parseDouble(scaled));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.00012345678901234567",
        "0.000000000000000000001234567890123456789",
        "00000000000000000000012.5",
        "18446744073709551615",
        "9999999999999999999",
        "9007199254740993",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "4.9e-324",
        "2.2250738585072011e-308",
        "1234567890123456789e-90",
        "-0.0000",
        "00012345",
        "12345678",
        "123456789"
      })
  void roundsLongNumbersAsTheLibraryDoes(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
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
