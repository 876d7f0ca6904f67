package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class SourceFailureTest {

  private static SparkException failed(String condition, String cause) {
    return new SparkException(
        condition,
        scala.collection.immutable.Map.from(
            CollectionConverters.asScala(Map.of("path", "file:/d/a.parquet"))),
        new IOException(cause));
  }

  @Test
  void whatMayPassIsLeftToSparkWhichTriesAgain() {
    SparkException network = failed("FAILED_READ_FILE.NO_HINT", "Connection reset");
    assertThat(SourceFailure.recurring(network, "Cannot read data.path = d: ")).isEmpty();
    assertThat(SourceFailure.recurring(new IOException("timeout"), "")).isEmpty();
    assertThat(SourceFailure.ofFile(new RuntimeException(network)))
        .contains(
            "Cannot read /d/a.parquet: Connection reset; write the file again, or leave it out");
  }

  @Test
  void whatRecursIsExplained() {
    SparkException removed = failed("FAILED_READ_FILE.FILE_NOT_EXIST", "none");
    assertThat(SourceFailure.recurring(new RuntimeException(removed), ""))
        .contains("Cannot read /d/a.parquet: the file has been removed");
  }
}
