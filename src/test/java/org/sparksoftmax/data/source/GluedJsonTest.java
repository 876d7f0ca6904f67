package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GluedJsonTest {

  private static boolean isGlued(String line) {
    return GluedJson.isGlued(line.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":1}{\"x\":2}",
        "{\"x\":1} \t {\"x\":2}",
        "  {\"x\":1},{\"x\":2}",
        "[{\"x\":1}][{\"x\":2}]",
        "{\"s\":\"a\\\\\"}{\"s\":1}",
        "{}{}"
      })
  void severalValuesInALineAreFound(String line) {
    assertThat(isGlued(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"x\":1}",
        "[{\"x\":1}, {\"x\":[[2],[3]]},{}]",
        "{\"s\":\"}{\",\"t\":[{\"u\":\"]\"},{}]}",
        "{\"s\":\"\\\"}{\"}",
        "{'s':'}{'}",
        "{\"x\":1} and more",
        "{\"s\":\"not closed}{"
      })
  void oneValueInALineIsNotTakenForSeveral(String line) {
    assertThat(isGlued(line)).isFalse();
  }
}
