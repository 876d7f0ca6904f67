package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that are short, and without end when their substitutions are replaced. */
@Timeout(120)
class ExpansionTest {

  @TempDir Path folder;

  private static String lines(String line) {
    return IntStream.rangeClosed(1, 40)
        .mapToObj(i -> line.replace("NEXT", "k" + i).replace("LAST", "k" + (i - 1)))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k0 = xxxxxxxxxx | NEXT = ${LAST}${LAST} | data.path = ${k40} | data.path",
        "data.path = xxxx | data.path = ${data.path}${data.path} | data.format = csv | data.path",
        "tune.seeds = [1, 2] | tune.seeds = ${tune.seeds} ${tune.seeds} | a = 1 | tune.seeds",
        "k0 = { a = 1 } | NEXT = { l = ${LAST}, r = ${?LAST} } | data.options = ${k40} | ",
        "k0 = { a = 1 } | NEXT = ${LAST} { l = ${LAST}, r = ${LAST} } | a = 1 | ",
        "data.path = a | data.path = ${k}${k} | k = ${data.path} | ",
      })
  void doublingEndsWithOneLine(String first, String each, String last, String key)
      throws IOException {
    String message =
        Messages.messageInFile(folder, first + "\n" + lines(each) + "\n" + last + "\n");

    assertThat(message)
        .startsWith("Cannot resolve " + (key == null ? "" : key + " ("))
        .contains("(my.conf: ")
        .endsWith(
            ": its substitutions expand to more than 4,194,304 characters; write the value without substitutions that repeat one another");
  }

  @Test
  void theCommandLineIsBoundedToo() {
    String[] pairs =
        IntStream.rangeClosed(1, 40)
            .mapToObj(i -> "data.options.k" + i + "=${data.options.k" + (i - 1) + "}".repeat(1))
            .map(pair -> pair + pair.substring(pair.indexOf('=') + 1))
            .toArray(String[]::new);
    pairs[0] = "data.options.k1=xxxxxxxxxx";

    assertThat(Messages.messageOf(pairs)).contains("expand to more than 4,194,304 characters");
  }

  @Test
  void usualSubstitutionsAreNotRestricted() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.conf"),
            """
            data.options { root = /h/rows, home = ${HOME}, none = ${?NONE}, group { x = a, y = b } }
            data.test.options = ${data.options} { z = ${data.options.group.y} }
            data.path = ${data.options.root}"/a.csv,"${data.options.root}"/b.csv,"${data.options.root}/c.csv
            data.classes = [a]
            data.classes += b
            data.classes += c
            """);

    assertThat(ConfigReader.read(Optional.of(file), List.of("data.format=x"), Map.of("HOME", "/h")))
        .satisfies(
            config -> {
              assertThat(config.data().path())
                  .isEqualTo("/h/rows/a.csv,/h/rows/b.csv,/h/rows/c.csv");
              assertThat(config.data().classes()).containsExactly("a", "b", "c");
            });
  }

  @Test
  void filesThatIncludeOneAnotherTwiceAreBounded() throws IOException {
    for (int i = 0; i < 28; i++) {
      String next = String.format(java.util.Locale.ROOT, "include \"%d.conf\"%n", i + 1);
      Files.writeString(folder.resolve(i + ".conf"), next + next);
    }
    Files.writeString(folder.resolve("28.conf"), "data.path = a.csv");

    assertThat(Messages.messageOf(Optional.of(folder.resolve("0.conf"))))
        .startsWith("Cannot include 27.conf (" + folder.resolve("26.conf") + ": 1): ")
        .endsWith("the configuration includes more than 1,000 files; include each file once");
  }
}
