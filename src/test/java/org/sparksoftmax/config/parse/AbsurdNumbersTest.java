package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.ConfigException;

/** Every key with numbers that nobody means. */
@Timeout(600)
class AbsurdNumbersTest {

  private static final List<String> NUMBERS =
      List.of(
          "2147483647",
          "2147483648",
          "-1",
          "9223372036854775808",
          "1e999",
          "1e999999999",
          "1e-999999999",
          "1e9999999999",
          "NaN",
          "Infinity",
          "[2147483647]",
          "[NaN]",
          "{ width = 2147483647, height = 2147483647, channels = 3 }",
          "{ a = 1e999999999 }");

  @TempDir Path folder;

  /** The keys of train.conf, with those whose default is an empty list or null. */
  private static Set<String> keys() {
    Config defaults = ConfigFactory.parseString(ConfigReader.defaultsJson());
    Set<String> keys = new TreeSet<>();
    collect("", defaults.root(), keys);
    return keys;
  }

  private static void collect(
      String path, com.typesafe.config.ConfigObject group, Set<String> keys) {
    group.forEach(
        (name, value) -> {
          String key = ConfigUtil.joinPath(name);
          String full = path.isEmpty() ? key : path + "." + key;
          if (value instanceof com.typesafe.config.ConfigObject more) {
            collect(full, more, keys);
          } else {
            keys.add(full);
          }
        });
  }

  private static void read(Optional<Path> file, List<String> overrides) {
    try {
      ConfigReader.read(file, overrides, Map.of());
    } catch (ConfigException invalid) {
      assertThat(invalid.getMessage()).as("%s %s", file, overrides).hasLineCount(1);
      assertThat(invalid.getMessage()).hasSizeLessThan(500).doesNotContain("Exception");
    }
  }

  @Test
  void eachIsAcceptedOrOneLine() throws IOException {
    assertThat(keys()).hasSizeGreaterThan(60);
    Path file = folder.resolve("my.conf");
    for (String key : keys()) {
      for (String number : NUMBERS) {
        assertThatCode(() -> read(Optional.empty(), List.of("data.path=x", key + "=" + number)))
            .as("%s = %s", key, number)
            .doesNotThrowAnyException();
      }
      for (String number : List.of("2147483648", "1e999", "[1e9999999999]")) {
        Files.writeString(file, "data.path = x\n" + key + " = " + number);
        assertThatCode(() -> read(Optional.of(file), List.of()))
            .as("%s = %s", key, number)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void sizesAreCheckedBeforeAnythingIsAllocated() {
    String network = "model.type=network";
    assertThat(Messages.messageOf("data.path=x", network, "model.hidden-layers=[2000000000]"))
        .isEqualTo(
            "Invalid model.hidden-layers = [2000000000] (--set): must give at most 2,147,483,639 parameters; these are 8,000,000,002 or more, of 8 bytes each (60 GB); use fewer or smaller layers");
    assertThat(
            Messages.messageOf(
                "data.path=x", network, "model.hidden-layers=[2147483647, 2147483647, 1]"))
        .contains("these are 4,611,686,0", "(34,359,738,");
    assertThat(
            Messages.messageOf(
                "data.path=x", "optimizer.type=adam", "optimizer.local-steps=2147483647"))
        .isEqualTo(
            "Invalid optimizer.local-steps = 2147483647 (--set): must be >= 1 and <= 1,000,000");
    String seeds =
        java.util.stream.IntStream.range(0, 2000).boxed().toList().toString().replace(" ", "");
    assertThat(
            Messages.messageOf(
                "data.path=x", "tune.seeds=" + seeds, "tune.strengths=" + seeds, "tune.folds=5"))
        .isEqualTo(
            "Too large a grid: the values of tune give 20,000,000 runs (configurations x tune.folds = 5), which must be <= 1,000,000; list fewer values, or use fewer folds");
    assertThat(Messages.messageOf("data.path=x", "tune.folds=2147483647"))
        .contains("give 2,147,483,647 runs");
  }
}
