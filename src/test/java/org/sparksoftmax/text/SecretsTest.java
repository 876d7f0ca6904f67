package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          s3a://key:secret@bucket/x             | s3a://***@bucket/x
          vault:/me:open+sesame@host/x          | vault://***@host/x
          s3a://key:sec/r+t@bucket/x            | s3a://***@bucket/x
          s3a://key:s@cret@bucket/x             | s3a://***@bucket/x
          s3a://key:123/456@bucket/x            | s3a://***@bucket/x
          s3://AKIA0:abc%2Fdef==@bucket/x?y#z   | s3://***@bucket/x?y#z
          abfss://box@account.net/x             | abfss://***@account.net/x
          s3a://a:b@c/x,s3a://d:e@f/y           | s3a://***@c/x,s3a://***@f/y
          Cannot read ftp://me:pw@h/x: no route | Cannot read ftp://***@h/x: no route
          https://me@h/x                        | https://***@h/x
          """)
  void userInformationOfAddressesIsHidden(String text, String masked) {
    assertThat(Secrets.mask(text)).isEqualTo(masked);
    assertThat(Secrets.mask(masked)).as("masked again").isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          https://h/x?password=hidden                | https://h/x?password=***
          https://h/x?a=1&Token=hidden&b=2           | https://h/x?a=1&Token=***&b=2
          https://h/x?sv=2024&sig=hidden%3D          | https://h/x?sv=2024&sig=***
          https://h/x?X-Amz-Signature=hidden         | https://h/x?X-Amz-Signature=***
          https://h/x?X-Amz-Security-Token=hidden&c  | https://h/x?X-Amz-Security-Token=***&c
          https://h/x?access_key=hidden&key=hidden   | https://h/x?access_key=***&key=***
          jdbc:postgresql://h/d?user=me&password=hidden | jdbc:postgresql://h/d?user=me&password=***
          jdbc:sqlserver://h:1433;user=me;password=hidden;a=b | jdbc:sqlserver://h:1433;user=me;password=***;a=b
          jdbc:sqlserver://h;password={hid;den};a=b  | jdbc:sqlserver://h;password=***;a=b
          jdbc:mysql://me:hidden@h:3306/d            | jdbc:mysql://***@h:3306/d
          jdbc:mysql://address=(host=h)(password=hidden)/d | jdbc:mysql://address=(host=h)(password=***)/d
          jdbc:oracle:thin:me/hidden@h:1521:d        | jdbc:oracle:thin:***@h:1521:d
          data.options.password=hidden               | data.options.password=***
          data.options.password = "hid den" (a.conf: 3) | data.options.password = *** (a.conf: 3)
          spark.hadoop.fs.s3a.secret.key=hidden      | spark.hadoop.fs.s3a.secret.key=***
          fs.azure.account.key.box.net=hidden==      | fs.azure.account.key.box.net=***
          {"url":"x","password":"hid\\"den"}         | {"url":"x","password":"***"}
          OPTIONS (dbtable 't', password 'hidden')   | OPTIONS (dbtable 't', password '***')
          """)
  void valuesOfSecretNamesAreHidden(String text, String masked) {
    assertThat(Secrets.mask(text)).isEqualTo(masked);
    assertThat(Secrets.mask(masked)).as("masked again").isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://h:8020/x",
        "hdfs://h:8020/user@home/x",
        "hdfs://h/user@home/x",
        "/a/b@c:d",
        "/data/tokens/x.csv",
        "https://h/x?page=2&user=me",
        "Invalid data.path = a.csv (my.conf: 3): no such file",
        "objective 0.5 = loss 0.4 + regularization 0.1",
        "train.csv:3: column token: 'abc' is not a number",
        "the job presented no secret; SOFTMAX_SECRET_FILE must name the file",
        "keyboard=qwerty, monkey=1",
      })
  void otherTextIsLeftAlone(String text) {
    assertThat(Secrets.mask(text)).isEqualTo(text);
  }

  @Test
  void theTextsOfJsonAreMaskedByNameAndByContent() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode node =
        (ObjectNode)
            json.readTree(
                """
                {"config": {"data": {"path": "s3a://k:hidden@b/x", "options": {"password": "hidden", "user": "me"}}},
                 "warnings": ["cannot read s3a://k:hidden@b/x", ["t?sig=hidden"]], "token": 5, "secret": null}""");

    assertThat(Secrets.mask(node))
        .isEqualTo(
            json.readTree(
                """
                {"config": {"data": {"path": "s3a://***@b/x", "options": {"password": "***", "user": "me"}}},
                 "warnings": ["cannot read s3a://***@b/x", ["t?sig=***"]], "token": 5, "secret": null}"""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"://a:", "password", "token=\"", "s3a://:", "a.", "jdbc:oracle:thin:/", "'"})
  void longTextsOfUntrustedFilesTakeNoTime(String part) {
    String text = part.repeat(50_000 / part.length()) + " x@y";

    Assertions.assertTimeout(Duration.ofSeconds(5), () -> Secrets.mask(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "dbPassword",
        "fs.s3a.secret.key",
        "fs.s3a.access.key",
        "apiKey",
        "token",
        "sasToken",
        "privateKey",
        "key",
        "encryption-key",
        "credentials",
        "pwd",
        "Authorization",
        "http.pat"
      })
  void valuesOfSecretOptionsAreHidden(String name) {
    assertThat(Secrets.maskOptions(Map.of(name, "x"))).isEqualTo(Map.of(name, "***"));
  }

  @Test
  void headersOfAnyNameAreHidden() {
    assertThat(Secrets.maskOptions(Map.of("header", "Bearer abc", "other", "basic eDp5")))
        .isEqualTo(Map.of("header", "***", "other", "***"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"primaryKeyColumn", "dbtable", "user", "path", "monkey", "versionAsOf"})
  void valuesOfOtherOptionsAreShown(String name) {
    assertThat(Secrets.maskOptions(Map.of(name, "x"))).isEqualTo(Map.of(name, "x"));
  }
}
