package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text files as people have them: each is read, or one line says what to do. */
class FieldTextIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** A file or folder in ../shared/field. */
  private static Path field(String name) {
    Path path = Path.of("../shared/field", name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(path), () -> "skipped: no " + name + " in ../shared/field");
    return path;
  }

  private InProcess.Outcome run(String command, String output, String path, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(command, "--output"));
    arguments.add(folder.resolve(output).toString());
    if (!command.equals("train")) {
      arguments.addAll(List.of("--model", folder.resolve("out").toString()));
    }
    arguments.addAll(List.of("--set", "data.path=" + path));
    for (String set : sets) {
      boolean option = set.startsWith("--");
      arguments.addAll(option ? List.of(set.split("=")) : List.of("--set", set));
    }
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private InProcess.Outcome train(String path, String... sets) {
    String[] all = Stream.concat(Stream.of(sets), Stream.of("--overwrite")).toArray(String[]::new);
    return run("train", "out", path, all);
  }

  private JsonNode trained(InProcess.Outcome outcome) throws IOException {
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return JSON.readTree(folder.resolve("out/summary.json").toFile()).path("train");
  }

  private static void assertFails(InProcess.Outcome outcome, int code, String... parts) {
    assertThat(outcome.err().lines().toList()).hasSize(1);
    assertThat(outcome.err()).contains(parts);
    assertThat(outcome.code()).isEqualTo(code);
  }

  /** The files that are read: rows, features and classes, and a part of the output. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "header/numeric-names.csv|data.label-column=-1|4|2|2|:1 is taken for a header: 'species'",
        "header/pandas-index.csv|data.label-column=label|60|2|3|column 0 of",
        "header/pandas-index.csv||60|2|3|has no name, as a row index: left out",
        "header/text-without-header.csv|data.label-column=-1 data.categorical-columns=[0,1,2]|54|0|2|is taken for a row, not for a header",
        "encoding/utf16.csv||60|2|3|data: 60 rows",
        "encoding/cr-only.csv||60|2|3|data: 60 rows",
        "encoding/latin1-labels.csv|data.encoding=ISO-8859-1|6|1|3|data: 6 rows",
        "encoding/latin1-labels.csv|data.bad-rows=skip|2|1|1|",
        "missing/na-label.csv|data.bad-rows=skip|4|2|2|the label in column 'label' is missing ('NA')",
        "missing/quoted-na-category.csv|data.categorical-columns=[c]|60|4|3|data: 60 rows",
        "folders/hive-partitions||60|2|3|data: 60 rows",
        "folders/glob-with-success/*|data.format=libsvm|60|2|3|data: 60 rows",
        "folders/mlutils-with-empty-parts|data.format=libsvm|3|2|2|data: 3 rows",
        "csv-dialects/written-by-spark||60|2|3|a backslash escapes quotes in",
        "csv-dialects/written-by-spark|data.escape=\\|60|2|3|data: 60 rows",
        "csv-dialects/semicolons.csv|data.label-column=quality data.delimiter=;|60|2|3|data: 60 rows",
        "libsvm/blank-behind-colon.libsvm|data.format=libsvm|4|3|3|data: 4 rows",
        "libsvm/zero-based.libsvm|data.format=libsvm data.index-base=0|60|2|3|data: 60 rows",
        "libsvm/zero-based.libsvm|data.format=libsvm data.index-base=auto|60|2|3|indices start from 0",
        "compression/a.csv.zst||60|2|3|data: 60 rows",
        "compression/gzip-without-suffix.csv||60|2|3|data: 60 rows",
        "json/pretty.json|data.format=json|60|2|3|data: 60 rows",
      })
  void isRead(String name, String sets, int rows, int features, int classes, String part)
      throws IOException {
    Path path = field(name.replaceAll("/[*]$", ""));
    String all = path + (name.endsWith("*") ? "/*" : "");
    InProcess.Outcome outcome = train(all, sets == null ? new String[0] : sets.split(" "));
    if (classes == 1) { // no more rows are left than those of one class
      assertFails(outcome, 3, "Cannot train on 1 class", "4 bad rows were left out");
      return;
    }
    JsonNode train = trained(outcome);
    assertThat(train.path("rows").asInt()).isEqualTo(rows);
    assertThat(train.path("classes").asInt()).isEqualTo(classes);
    if (features > 0) {
      assertThat(train.path("features").asInt()).isEqualTo(features);
    }
    assertThat(outcome.out()).contains(part);
  }

  /** The files that are refused: exit code, and parts of the only line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "encoding/latin1-labels.csv||3|latin1-labels.csv:2: the line is not UTF-8 text after '1,r'|set data.encoding",
        "missing/na-label.csv||3|na-label.csv:6: the label in column 'label' is missing ('NA')|'NA'",
        "csv-dialects/semicolons.csv|data.label-column=quality|2|Invalid data.delimiter|set data.delimiter = \";\"",
        "csv-dialects/decimal-comma.csv||3|column 'x' holds '-0,102', which is not a number|it has a decimal comma",
        "libsvm/two-labels.libsvm|data.format=libsvm|3|two-labels.libsvm:1: the row has several labels ('1,3')|not supported",
        "libsvm/zero-based.libsvm|data.format=libsvm|3|zero-based.libsvm:1: index '0'|data.index-base = 0",
        "compression/a.csv.xz||3|compressed with xz|gzip, bzip2 or zstd",
        "json/text-weight.json|data.format=json data.weight-column=w|3|'w'|string, no number (data.weight-column)",
        "json/array-weight.json|data.format=json data.weight-column=w|3|'w'|array<bigint>, no number (data.weight-column)",
      })
  void isRefused(String name, String sets, int code, String part, String remedy) {
    Path path = field(name);
    InProcess.Outcome outcome =
        train(path.toString(), sets == null ? new String[0] : sets.split(" "));
    assertFails(outcome, code, part, remedy);
  }

  @Test
  void aFirstLineOfAnotherFormIsABadRow() throws IOException {
    String label = "data.label-column=-1";
    trained(train(field("header/adult-form-train.csv").toString(), label));
    String test = field("header/adult-form-test.csv").toString();
    assertFails(
        run("evaluate", "measured", test, label), 3, "adult-form-test.csv:1: the line has 1 cell,");
    InProcess.Outcome skipped = run("evaluate", "skipped", test, label, "data.bad-rows=skip");
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.out()).contains("1 row rejected", "label '>50K.'");
  }

  @Test
  void aModelOfPositionsFindsTheLabelOfTextWithoutHeader() throws IOException {
    String path = field("header/text-without-header.csv").toString();
    trained(train(path, "data.label-column=-1", "data.categorical-columns=[0,1,2]"));
    InProcess.Outcome predicted = run("predict", "predictions", path);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out())
        .contains("predicted 54 rows", "column 3 of ", "is taken for the label")
        .doesNotContain("without a prediction");
  }

  @Test
  void labelsNeverBecomeOneThroughInvalidText() throws IOException {
    byte[] text =
        "x,label\n1,r\u00e9d\n2,r\u00ead\n3,b\n4,b\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.csv"), text);
    assertFails(train(file.toString()), 3, "latin.csv:2: the line is not UTF-8 text");
    assertThat(trained(train(file.toString(), "data.encoding=latin1")).path("classes").asInt())
        .isEqualTo(3);
  }

  @Test
  void hiddenAndEmptyFilesArePassedOver() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.writeString(parts.resolve("_SUCCESS"), "not data\n");
    Files.writeString(parts.resolve(".crc"), "not data\n");
    Files.writeString(parts.resolve("part-0"), "");
    Files.writeString(parts.resolve("part-1"), "\n\n");
    Files.writeString(parts.resolve("part-2"), "x,label\n1,a\n2,b\n");
    for (String path : List.of(parts.toString(), parts + "/*", parts + "/part-{0,1,2}")) {
      assertThat(trained(train(path)).path("rows").asInt()).isEqualTo(2);
    }
    Files.delete(parts.resolve("part-1"));
    Files.delete(parts.resolve("part-2"));
    assertFails(train(parts.toString()), 3, "Empty file");
  }

  @Test
  void foldersAddColumnsOfAnyKind() throws IOException {
    for (String day : List.of("1", "2")) {
      for (String kind : List.of("a%2Fb", "c")) {
        Path part = folder.resolve("hive/day=" + day + "/kind=" + kind);
        Files.createDirectories(part);
        Files.writeString(part.resolve("part.csv"), "1,yes\n" + day + ",no\n");
      }
    }
    InProcess.Outcome outcome =
        train(
            folder.resolve("hive").toString(),
            "data.header=false",
            "data.label-column=1",
            "data.categorical-columns=[kind]");
    JsonNode train = trained(outcome);
    assertThat(train.path("rows").asInt()).isEqualTo(8);
    assertThat(train.path("features").asInt()).isEqualTo(4); // 0, day, and two kinds
    assertThat(
            trained(
                    train(
                        folder.resolve("hive") + "/day=1",
                        "data.header=false",
                        "data.label-column=1",
                        "data.categorical-columns=[kind]"))
                .path("features")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void predictionsAreReadBackAsTheyWereWritten() throws IOException {
    List<String> labels = List.of("say \"no\"", "a, b", "NA", "back\\slash", " blank ", "plain");
    StringBuilder text = new StringBuilder("x,\"a \"\"b\"\"\",\"c, d\",\"NA\",label\n");
    for (int i = 0; i < 60; i++) {
      String label = labels.get(i % labels.size());
      text.append(i % labels.size()).append(",1,2,3,\"").append(label.replace("\"", "\"\""));
      text.append("\"\n");
    }
    Path file = Files.writeString(folder.resolve("odd.csv"), text);
    String names = "data.feature-columns=[x, \"a \\\"b\\\"\", \"c, d\", \"NA\"]";
    JsonNode first = trained(train(file.toString(), names));
    assertThat(first.path("classes").asInt()).isEqualTo(labels.size());
    InProcess.Outcome predicted = run("predict", "csv", file.toString(), "--format=csv");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    Path output = folder.resolve("csv");
    try (Stream<Path> parts = Files.list(output)) {
      Path part =
          parts.filter(p -> p.getFileName().toString().endsWith(".csv")).findFirst().orElseThrow();
      assertThat(Files.readAllLines(part).get(1))
          .startsWith("0,1,2,3,\"say \"\"no\"\"\",\"say \"\"no\"\"\",");
    }
    JsonNode again = trained(train(output.toString(), names));
    assertThat(again.path("rows").asInt()).isEqualTo(60);
    assertThat(again.path("classes").asInt()).isEqualTo(labels.size());
    assertThat(again.path("logLoss")).isEqualTo(first.path("logLoss"));
  }
}
