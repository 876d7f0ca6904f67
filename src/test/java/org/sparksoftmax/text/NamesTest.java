package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void namesThatAListCannotTellApartAreQuoted() {
    List<String> names =
        List.of("cat", "New York", "a,b", "it's", "", "x=1", "日本", "a\tb", "\u2003");
    assertThat(Names.list(names)).isEqualTo("cat 'New York' 'a,b' 'it''s' '' x=1 日本 a?b '\u2003'");
    assertThat(Names.inBrackets(names.subList(0, 3))).isEqualTo("[cat, 'New York', 'a,b']");
  }
}
