package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of JSON is used, or a message says which is not. */
class JsonRowsIT {

  @TempDir private static Path folder;

  private static InProcess.Outcome run(String command, Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--set", "data.format=json", "--set", "data.path=" + data));
    if (!command.equals("inspect")) {
      arguments.addAll(List.of("--overwrite", "--output", folder.resolve(command).toString()));
    }
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private static String object(int row) {
    return String.format(
        Locale.ROOT, "{\"x\":%d.5,\"label\":\"%s\"}", row * row % 7, row % 2 == 0 ? "a" : "b");
  }

  private static String lines(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(JsonRowsIT::object)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String array(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(row -> "  " + object(row))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String pretty(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(row -> object(row).replace("{", "{\n  ").replace(",", ",\n  ") + "\n")
        .collect(Collectors.joining());
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "inspect"})
  void severalDocumentsInAFileAreRefused(String command) throws IOException {
    Path arrays = write("arrays.json", array(10) + array(10));
    InProcess.Outcome outcome = run(command, arrays);
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(outcome.err())
        .contains(
            arrays + ":13: the file has more than one JSON document",
            "write one object on each line, as jq -c does, or one array");
    Path objects = write("objects.json", pretty(3));
    assertThat(run(command, objects).err()).contains(objects + ":4: the file has more than one");
  }

  @Test
  void theSecondFileIsCheckedToo() throws IOException {
    Path many = Files.createDirectories(folder.resolve("many"));
    Files.writeString(many.resolve("a.json"), array(10));
    Path second = Files.writeString(many.resolve("b.json"), lines(3));
    InProcess.Outcome outcome = run("train", many);
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(outcome.err()).contains(second + ":2: the file has more than one JSON document");
  }

  @Test
  void severalObjectsOnALineAreRefused() throws IOException {
    Path glued = write("glued.json", lines(4) + object(4) + object(5) + "\n" + object(6) + "\n");
    InProcess.Outcome outcome = run("train", glued);
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(outcome.err()).contains(glued + ":5: the line has more than one JSON document");
  }

  @Test
  void oneDocumentIsReadToItsEnd() throws IOException {
    assertThat(run("train", write("mark.json", "\uFEFF" + array(30))).out()).contains("30 rows");
    assertThat(run("inspect", write("flat.json", array(9).replace("\n", ""))).out())
        .contains("9 rows");
  }

  @Test
  void aLineThatIsNoObjectIsNamed() throws IOException {
    Path bad = write("bad.json", lines(30) + "{\"x\":1.5,\n" + lines(10));
    InProcess.Outcome outcome = run("train", bad);
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(outcome.err()).contains("row 31 of its part: the line is not a JSON object");
    assertThat(run("inspect", bad).out())
        .contains(
            "1 row cannot be read: ",
            "bad.json: row 31 of its part: the line is not a JSON object",
            "bad-rows = quarantine");
  }

  @Test
  void aMissingValueNamesTheRemedy() throws IOException {
    Path nulls = write("nulls.json", lines(3) + "{\"x\":null,\"label\":\"a\"}\n");
    assertThat(run("train", nulls).err())
        .contains("column 'x' is missing (null): see data.missing", "submit/softmax inspect");
  }

  @Test
  void keysOfFoldersAreColumns() throws IOException {
    Path table = folder.resolve("folders");
    for (String key : List.of("u", "v")) {
      Path part = Files.createDirectories(table.resolve("k=" + key));
      Files.writeString(part.resolve("a.json"), lines(20));
    }
    InProcess.Outcome outcome = run("train", table, "--set", "data.categorical-columns=[k]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("40 rows", "3 features");
  }

  @Test
  void predictionsHaveAllFields() throws IOException {
    Path data = write("some.json", lines(30));
    assertThat(run("train", data).code()).isZero();
    Path rows = write("rows.json", lines(2) + "{\"x\":null,\"label\":\"a\"}\n");
    InProcess.Outcome outcome =
        run("predict", rows, "--format", "json", "--model", folder + "/train/model");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    try (Stream<Path> files = Files.list(folder.resolve("predict"))) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
      }
      assertThat(lines)
          .hasSize(3)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("\"prediction\":", "\"probability\":", "\"reason\":", "\"x\":"));
    }
  }
}
