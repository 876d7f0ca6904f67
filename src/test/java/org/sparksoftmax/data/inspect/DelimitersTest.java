package org.sparksoftmax.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DelimitersTest {

  @Test
  void theCharacterThatDividesAllLinesIsTheDelimiter() {
    assertThat(Delimiters.of(List.of("\"a b\";\"c\"", "1;2", "3;4"))).contains(";");
    assertThat(Delimiters.of(List.of("a;b;c", "1,5;2,5;x", "1,5;2;y"))).contains(";");
    assertThat(Delimiters.of(List.of("a\tb", "1\t2"))).contains("tab");
    assertThat(Delimiters.of(List.of("a|b", "1|2"))).contains("|");
  }

  @Test
  void commasNeedNoSetting() {
    assertThat(Delimiters.of(List.of("a,b", "1,2"))).isEmpty();
    assertThat(Delimiters.of(List.of("a,b", "\"x;y\",2", "\"z;\",3"))).isEmpty();
    assertThat(Delimiters.of(List.of("a,b;c", "1,2;3"))).isEmpty();
    assertThat(Delimiters.of(List.of("1", "2"))).isEmpty();
    assertThat(Delimiters.of(List.of("one text", "another; text"))).isEmpty();
  }
}
