package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.fuzz.UntrustedInput;

class ConfigFileFuzzTest extends UntrustedInput {

  @TempDir private static Path folder;

  ConfigFileFuzzTest() {
    super(ConfigException.class);
  }

  @Override
  protected void read(byte[] input) throws IOException {
    Path file = Files.write(folder.resolve("a.conf"), input);
    TrainingConfig config =
        ConfigReader.read(Optional.of(file), List.of("data.path=a"), Map.of("NAME", "value"));
    assertThat(config.resolvedJson()).isNotEmpty();
  }
}
