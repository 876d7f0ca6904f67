package org.sparksoftmax.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.OptimizerConfig.Curvature;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;

class CurvatureTest {

  @ParameterizedTest
  @CsvSource({"1, 40", "131072, 40", "131073, 20", "524288, 20", "524289, 10", "268435451, 10"})
  void anAutomaticHistoryDependsOnTheNumberOfParameters(long parameters, int pairs) {
    Curvature auto = new Curvature(OptionalInt.empty(), PreconditionerChoice.AUTO);
    assertThat(auto.pairs(parameters)).isEqualTo(pairs);
  }

  @Test
  void aGivenHistoryDependsOnNothing() {
    Curvature three = new Curvature(OptionalInt.of(3), PreconditionerChoice.AUTO);
    assertThat(three.pairs(1)).isEqualTo(3);
    assertThat(three.pairs(268_435_451)).isEqualTo(3);
  }
}
