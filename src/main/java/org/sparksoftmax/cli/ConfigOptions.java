package org.sparksoftmax.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.config.parse.RemoteIncludes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration file, as an argument or option, and the option {@code --set}. */
final class ConfigOptions {

  /** An override that says where the data is. */
  private static final Pattern DATA = Pattern.compile("\\s*data\\.(path|table|query|options)\\b");

  private static final String HOME = "SOFTMAX_HOME";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The configuration file, like --config FILE.")
  private Path argument;

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

  /** Whether the options specify neither a file nor where the data is. */
  boolean isDefault() {
    return file().isEmpty() && overrides.stream().noneMatch(set -> DATA.matcher(set).lookingAt());
  }

  private Optional<Path> file() {
    if (file != null && argument != null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid arguments: %s and --config %s are both configuration files (must be one)",
              argument,
              file));
    }
    Path given = argument == null ? file : argument;
    if (given != null && YarnFailure.isInContainer() && !Files.exists(given)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot find configuration file %s in the container of the driver: ship it with --files %s before the command, and name it --config %s",
              given,
              given,
              given.getFileName()));
    }
    return Optional.ofNullable(given);
  }

  TrainingConfig read() {
    return read(List.of());
  }

  /** Reads the configuration with {@code more} pairs, which override those of the command line. */
  TrainingConfig read(List<String> more) {
    return read(file(), more);
  }

  private TrainingConfig read(Optional<Path> from, List<String> more) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(more);
    return ConfigReader.read(from, all, System.getenv(), remote());
  }

  private RemoteIncludes remote() {
    return allowRemote ? RemoteIncludes.ALLOWED : RemoteIncludes.REJECTED;
  }

  /** Reads the configuration, or that of the bundled digits without options. */
  TrainingConfig readOrDigits() {
    return readOrDigits(List.of());
  }

  /** Reads the configuration with {@code more} pairs, which override those of the command line. */
  TrainingConfig readOrDigits(List<String> more) {
    return read(fileOrDigits(), more);
  }

  /**
   * Reads the configurations of a grid; see {@link ConfigReader#readGrid}.
   *
   * @param grid the pairs of each configuration, which override those of the command line
   * @param progress the consumer of the number of configurations read so far
   */
  List<TrainingConfig> readGrid(List<List<String>> grid, IntConsumer progress) {
    return ConfigReader.readGrid(
        fileOrDigits(), overrides, grid, System.getenv(), remote(), progress);
  }

  private Optional<Path> fileOrDigits() {
    if (!isDefault()) {
      return file();
    }
    String home = System.getenv(HOME);
    if (home == null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Missing --config FILE (%s, which submit/softmax sets, locates the bundled digits)",
              HOME));
    }
    return Optional.of(Path.of(home, "conf", "digits.conf"));
  }
}
