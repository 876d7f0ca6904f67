package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.sparksoftmax.fuzz.UntrustedInput;

class DecimalFuzzTest extends UntrustedInput {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  @Override
  protected void read(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    double expected = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    double value = DecimalParser.parse(input, 0, input.length);
    assertThat(Double.compare(value, expected)).isZero();
    String label = LabelText.canonical(text);
    assertThat(LabelText.canonical(label)).isEqualTo(label);
    assertThat(DecimalParser.problem(input, 0, input.length)).startsWith("not ");
  }
}
