package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparksoftmax.config.ConfigException;

/** Returns the error messages for invalid configurations. */
final class Messages {
  private Messages() {}

  /** The message for a file my.conf, without the folder. */
  static String messageInFile(Path folder, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), text);
    return messageOf(Optional.of(file)).replace(folder + "/", "");
  }

  static String messageOf(String... overrides) {
    return messageOf(Map.of(), overrides);
  }

  static String messageOf(Map<String, String> environment, String... overrides) {
    return messageOf(Optional.empty(), List.of(overrides), environment);
  }

  static String messageOf(Optional<Path> file) {
    return messageOf(file, List.of(), Map.of());
  }

  private static String messageOf(
      Optional<Path> file, List<String> overrides, Map<String, String> environment) {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.read(file, overrides, environment));
    assertThat(e).as("a ConfigException").isNotNull();
    return e.getMessage();
  }
}
