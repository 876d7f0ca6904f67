package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels, columns and categories that look like paths are treated as plain text. */
class HostileNamesIT {

  @TempDir private Path folder;

  @Test
  void namesOfTheInputNeverBecomePathsOfTheOutput() throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("in.csv"),
            """
            ../../x,a`b,/etc/y,label
            1,2,../../c,../../../../evil
            2,1,/tmp/d,/evil
            1,3,../../c,../../../../evil
            3,1,/tmp/d,\u001B[2J
            """);
    Path deep = Files.createDirectories(folder.resolve("a/b/c"));
    String[] sets = {
      "--set",
      "data.path=" + data,
      "--set",
      "data.categorical-columns=[/etc/y]",
      "--set",
      "optimizer.max-iterations=3"
    };
    run("train", sets, "--output", deep.resolve("run").toString());
    String model = deep.resolve("run/model").toString();
    for (String format : List.of("parquet", "json", "csv")) {
      String target = deep.resolve("out-" + format).toString();
      run("predict", sets, "--model", model, "--format", format, "--output", target);
      assertThat(names(deep.resolve("out-" + format)))
          .allMatch(name -> name.matches("_SUCCESS|_classes|part-[0-9A-Za-z.-]+"));
    }
    assertThat(run("describe", new String[0], "--model", model)).doesNotContain("\u001B");
    assertThat(names(deep)).containsExactlyInAnyOrder("run", "out-parquet", "out-json", "out-csv");
    assertThat(names(folder)).containsExactlyInAnyOrder("in.csv", "a");
    assertThat(names(folder.resolve("a"))).containsExactly("b");
    assertThat(names(folder.resolve("a/b"))).containsExactly("c");
    assertThat(folder.getParent().resolve("evil")).doesNotExist();
  }

  private static String run(String command, String[] sets, String... options) {
    List<String> arguments =
        Stream.of(Stream.of(command), Stream.of(sets), Stream.of(options)).flatMap(s -> s).toList();
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
