package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.data.row.ReaderTestSupport;

class DelimitersTest {

  private static Optional<String> of(List<String> lines) {
    return Delimiters.of(ReaderTestSupport.config(), lines);
  }

  @Test
  void theCharacterThatDividesAllLinesIsTheDelimiter() {
    assertThat(of(List.of("\"a b\";\"c\"", "1;2", "3;4"))).contains(";");
    assertThat(of(List.of("a;b;c", "1,5;2,5;x", "1,5;2;y"))).contains(";");
    assertThat(of(List.of("a\tb", "1\t2"))).contains("tab");
    assertThat(of(List.of("a|b", "1|2"))).contains("|");
  }

  @Test
  void commasNeedNoSetting() {
    assertThat(of(List.of("a,b", "1,2"))).isEmpty();
    assertThat(of(List.of("a,b", "\"x;y\",2", "\"z;\",3"))).isEmpty();
    assertThat(of(List.of("a,b;c", "1,2;3"))).isEmpty();
    assertThat(of(List.of("1", "2"))).isEmpty();
    assertThat(of(List.of("one text", "another; much longer text"))).isEmpty();
  }

  @Test
  void blanksDivideLinesThatNoUsualCharacterDivides() {
    assertThat(of(List.of("x  y label", "0.0   0 a", "1.7 3  b"))).contains("space");
    assertThat(of(List.of("day,label", "2025-01-01 10:00:00,a", "2025-01-02 10:00:00,b")))
        .isEmpty();
    assertThat(of(List.of("x label", "0.0 a", "1.7  b c"))).isEmpty();
  }

  @Test
  void theHeaderOfRHasNoNameForTheRowNames() {
    assertThat(of(List.of("x;y", "1;0.5;a", "2;0.7;b"))).contains(";");
  }

  @Test
  void aDelimiterOfTwoCharactersIsNotTakenForOne() {
    assertThat(of(List.of("x||y||label", "0||1||a", "2||3||b"))).isEmpty();
    assertThat(of(List.of("x|y|label", "0||a", "2|3|b"))).contains("|");
  }
}
