package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.config.TrainingConfig;

/** Tests the files in conf/. Surefire runs in the project folder. */
class ShippedConfigurationsTest {
  private static final Path FOLDER = Path.of("conf");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SOFTMAX_HOME", "/opt/softmax", "SOFTMAX_DATA", "/data");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.endsWith("train.conf"))
          .filter(file -> !file.endsWith("spark-defaults.conf"))
          .filter(file -> !file.endsWith("secure.conf"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsValidAndHoldsOutRowsToTestOn(Path file) {
    TrainingConfig config = ConfigReader.read(Optional.of(file), List.of(), ENVIRONMENT);

    assertThat(config.data().path()).startsWith("/");
    assertThat(config.data().test().isPresent()).isTrue();
    assertThat(config.regularization().strength().orElseThrow()).isPositive();
  }

  @Test
  void theReferenceMayBeGivenAsTheConfigurationFile() {
    Path reference = FOLDER.resolve("train.conf");

    TrainingConfig config =
        ConfigReader.read(Optional.of(reference), List.of("data.path=a"), Map.of());

    assertThat(config.resolvedJson())
        .isEqualTo(
            ConfigReader.read(Optional.empty(), List.of("data.path=a"), Map.of()).resolvedJson());
  }

  @Test
  void theBundledDigitsAreWhereTheirConfigurationSays() {
    Path file = FOLDER.resolve("digits.conf");
    String home = Path.of("").toAbsolutePath().toString();

    TrainingConfig config =
        ConfigReader.read(Optional.of(file), List.of(), Map.of("SOFTMAX_HOME", home));

    assertThat(Path.of(config.data().path())).isRegularFile();
  }

  /** Checkpoints and summaries contain this text, so change it only with a reason. */
  @Test
  void theResolvedDigitsConfigurationIsTheGoldenFile() throws IOException {
    TrainingConfig config =
        ConfigReader.read(Optional.of(FOLDER.resolve("digits.conf")), List.of(), ENVIRONMENT);

    try (InputStream golden = getClass().getResourceAsStream("digits.resolved.json")) {
      assertThat(golden).isNotNull();
      assertThat(config.resolvedJson())
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }
}
