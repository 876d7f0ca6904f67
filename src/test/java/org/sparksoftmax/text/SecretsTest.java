package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3a://key:secret@bucket/x             | s3a://***@bucket/x
          s3a://key:sec/r+t@bucket/x            | s3a://***@bucket/x
          s3a://key:s@cret@bucket/x             | s3a://***@bucket/x
          abfss://box@account.net/x             | abfss://***@account.net/x
          s3a://a:b@c/x,s3a://d:e@f/y           | s3a://***@c/x,s3a://***@f/y
          hdfs://h:8020/x                       | hdfs://h:8020/x
          hdfs://h:8020/user@home/x             | hdfs://h:8020/user@home/x
          hdfs://h/user@home/x                  | hdfs://h/user@home/x
          /a/b@c:d                              | /a/b@c:d
          """)
  void userInformationIsHidden(String text, String masked) {
    assertThat(Secrets.mask(text)).isEqualTo(masked);
  }
}
