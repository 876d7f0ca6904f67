package org.sparksoftmax.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.config.parse.RemoteIncludes;
import picocli.CommandLine.Option;

/** The options {@code --config} and {@code --set}. */
final class ConfigOptions {

  private static final String HOME = "SOFTMAX_HOME";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (HOCON); conf/train.conf lists all keys.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one configuration key; overrides the file. May be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--allow-remote-config",
      description = "Read the addresses that the configuration includes: include url(...).")
  private boolean allowRemote;

  /** Whether the options specify neither a file nor a data path. */
  boolean isDefault() {
    return file == null && overrides.stream().noneMatch(set -> set.startsWith("data.path"));
  }

  TrainingConfig read() {
    return read(Optional.ofNullable(file), List.of());
  }

  private TrainingConfig read(Optional<Path> from, List<String> more) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(more);
    return ConfigReader.read(
        from, all, System.getenv(), allowRemote ? RemoteIncludes.ALLOWED : RemoteIncludes.REJECTED);
  }

  /** Reads the configuration, or that of the bundled digits without options. */
  TrainingConfig readOrDigits() {
    return readOrDigits(List.of());
  }

  /** Reads the configuration with {@code more} pairs, which override those of the command line. */
  TrainingConfig readOrDigits(List<String> more) {
    if (!isDefault()) {
      return read(Optional.ofNullable(file), more);
    }
    String home = System.getenv(HOME);
    if (home == null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Missing --config FILE (%s, which submit/softmax sets, locates the bundled digits)",
              HOME));
    }
    return read(Optional.of(Path.of(home, "conf", "digits.conf")), more);
  }
}
