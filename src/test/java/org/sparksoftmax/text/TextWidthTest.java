package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "déjà, 4",
    "de\u0301ja\u0300, 4",
    "日本語, 6",
    "한국, 4",
    "かな, 4",
    "ｶﾅ, 2",
    "Ａ１, 4",
    "😀, 2",
    "𝒳, 1",
    "Ω≈ç, 3"
  })
  void charactersHaveTheColumnsOfATerminal(String text, int columns) {
    assertThat(TextWidth.of(text)).isEqualTo(columns);
    assertThat(TextWidth.of(TextWidth.pad(text, 10))).isEqualTo(10);
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(TextWidth.cut("abcdefgh", 8)).isEqualTo("abcdefgh");
    assertThat(TextWidth.cut("abcdefghi", 8)).isEqualTo("abcde...");
    assertThat(TextWidth.cut("日本語日本", 8)).isEqualTo("日本...");
    assertThat(TextWidth.cut("😀😀😀😀😀", 8)).isEqualTo("😀😀...");
    assertThat(TextWidth.cut("a\nb", 8)).isEqualTo("a?b");
    assertThat(TextWidth.of(List.of("a", "日本"))).isEqualTo(4);
    assertThat(TextWidth.of(List.of())).isZero();
  }
}
