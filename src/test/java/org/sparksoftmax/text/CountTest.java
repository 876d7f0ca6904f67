package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {

  @Test
  void onlyOneIsSingular() {
    assertThat(Count.of(1, "feature")).isEqualTo("1 feature");
    assertThat(Count.of(0, "row")).isEqualTo("0 rows");
    assertThat(Count.of(2048, "row")).isEqualTo("2,048 rows");
    assertThat(Count.of(2, "class")).isEqualTo("2 classes");
  }
}
