package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void nothingThatMovesTheCursorOrBeginsALineIsLeft() {
    assertThat(OneLine.of("a\r\nb\tc\u0000d\u001B[2Je\u007F\u0085\u009B\u2028\u2029f"))
        .isEqualTo("a??b?c?d?[2Je?????f");
  }

  @Test
  void textThatCouldPassForOtherTextIsMadeVisible() {
    assertThat(OneLine.of("a\u202Eb\u200Fc\uD800d")).isEqualTo("a?b?c?d");
  }

  @Test
  void printableTextOfEveryScriptStays() {
    String text = "naïve 数据 \uD83D\uDE00 'x' \\n";
    assertThat(OneLine.of(text)).isEqualTo(text);
  }
}
