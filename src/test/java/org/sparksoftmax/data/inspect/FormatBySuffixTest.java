package org.sparksoftmax.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatBySuffixTest {

  @Test
  void theSuffixBeforeThatOfTheCompressionTells() {
    assertThat(FormatBySuffix.ofFile("s3a://b/iris.tsv.gz")).contains("tsv");
    assertThat(FormatBySuffix.ofFile("part-0.snappy.parquet")).contains("parquet");
    assertThat(FormatBySuffix.ofFile("A.JSONL.zst")).contains("json");
    assertThat(FormatBySuffix.ofFile("data.csv")).contains("csv");
    assertThat(FormatBySuffix.ofFile("part-00000")).isEmpty();
    assertThat(FormatBySuffix.ofFile("data.xlsx")).isEmpty();
  }
}
