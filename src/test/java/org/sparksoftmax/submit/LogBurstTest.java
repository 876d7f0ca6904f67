package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfiguration;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that Spark's log, as conf/log4j2.properties sets it up, stays short. */
class LogBurstTest {

  @TempDir private Path folder;

  @Test
  void tenThousandMessagesAreCutToHundreds() throws IOException {
    Path log = folder.resolve("spark.log");
    Path settings = folder.resolve("log4j2.properties");
    String text = Files.readString(Command.PROJECT.resolve("conf/log4j2.properties"));
    Files.writeString(settings, text.replaceAll("\\$\\{env:SOFTMAX_LOG:-[^}]*}", log.toString()));
    try (LoggerContext context = new LoggerContext("burst")) {
      PropertiesConfiguration configuration =
          new PropertiesConfigurationFactory()
              .getConfiguration(
                  context,
                  new ConfigurationSource(Files.newInputStream(settings), settings.toFile()));
      context.start(configuration);
      Logger logger = context.getLogger("org.apache.spark.rpc.netty.Dispatcher");
      logger.warn("first");
      for (int i = 0; i < 10_000; i++) {
        logger.error("connection lost {}", i);
      }
      logger.fatal("last");
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSizeBetween(100, 1000);
    assertThat(lines.get(0)).endsWith("first");
    assertThat(lines.get(lines.size() - 1)).endsWith("last");
  }
}
