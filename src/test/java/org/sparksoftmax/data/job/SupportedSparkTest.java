package org.sparksoftmax.data.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;

class SupportedSparkTest {

  @ParameterizedTest
  @CsvSource({
    "3.5.6, 2.13.8, 2.13",
    "3.5.9, 2.12.18, 2.12",
    "4.0.0, 2.13.16, 2.13",
    "4.1.0-preview1, 2.13.17, 2.13",
    "4.2.0, 2.13.18, 2.13",
    "4.3.0, 2.13.18, 2.13", // newer ones are only warned of
    "5.0.0-SNAPSHOT, 2.13.18, 2.13"
  })
  void runsOnSupportedAndNewerVersions(String spark, String scala, String ours) {
    assertThatCode(() -> SupportedSpark.require(spark, scala, ours)).doesNotThrowAnyException();
  }

  @Test
  void namesTheSupportedVersionsWhereSparkIsTooOld() {
    assertThatThrownBy(() -> SupportedSpark.require("3.4.1", "2.13.8", "2.13"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Unsupported Spark 3.4.1: spark-softmax for Scala 2.13 runs on Spark 3.5, 4.0, 4.1, 4.2");
  }

  @Test
  void namesTheJarForTheOtherScala() {
    assertThatThrownBy(() -> SupportedSpark.require("3.5.9", "2.12.18", "2.13"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Unsupported Scala 2.12.18 of Spark 3.5.9: spark-softmax for Scala 2.13 runs on Spark 3.5, 4.0, 4.1, 4.2; use the jar spark-softmax_2.12");
  }

  @Test
  void theSparkOfTheTestsIsSupported() {
    assertThatCode(SupportedSpark::require).doesNotThrowAnyException();
  }
}
