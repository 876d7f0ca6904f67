package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that Spark's log, as conf/log4j2.properties sets it up, has no secrets in addresses. */
class LogMaskingTest {
  @ParameterizedTest
  @ValueSource(strings = {"file", "console"})
  void messagesAndStackTracesAreMasked(String appender) throws IOException {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Command.PROJECT.resolve("conf/log4j2.properties"))) {
      settings.load(file);
    }
    String prefix = "appender." + appender + ".layout.";
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(settings.getProperty(prefix + "pattern"))
            .withAlwaysWriteExceptions(
                !"false".equals(settings.getProperty(prefix + "alwaysWriteExceptions")))
            .build();

    String line =
        layout.toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName("org.apache.spark.scheduler.TaskSetManager")
                .setLevel(Level.WARN)
                .setMessage(
                    new SimpleMessage("Lost task: s3a://key:hid/den@b/x?a=1&password=hidden&b=2"))
                .setThrown(new IOException("Cannot read hdfs://me:hidden@h/x"))
                .build());

    assertThat(line)
        .contains("TaskSetManager: Lost task: s3a://***@b/x?a=1&password=***&b=2\n")
        .contains("IOException: Cannot read hdfs://***@h/x\n")
        .contains("\tat org.sparksoftmax.submit.LogMaskingTest")
        .doesNotContain("hid");
  }
}
