package org.sparksoftmax.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad rows are skipped, counted and quarantined, and have no other effect. */
class BadRowsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private InProcess.Outcome run(Map<String, String> spark, String command, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(command, "--overwrite", "--output"));
    arguments.add(folder.resolve("out").toString());
    if (!"train".equals(command)) {
      arguments.addAll(List.of("--model", folder.resolve("model").toString()));
    }
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    return InProcess.run(spark, arguments.toArray(String[]::new));
  }

  private InProcess.Outcome train(String... sets) {
    return run(Map.of(), "train", sets);
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(folder.resolve("out/summary.json").toFile());
  }

  /** The lines of the file of rejected rows, as file:line: reason | row. */
  private List<String> rejected(String input) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/rejected/" + input + ".jsonl"))) {
      JsonNode node = JSON.readTree(line);
      assertThat(node.fieldNames()).toIterable().containsExactly("file", "line", "reason", "row");
      rows.add(
          String.format(
              Locale.ROOT,
              "%s:%d: %s | %s",
              node.path("file").asText(),
              node.path("line").asLong(),
              node.path("reason").asText(),
              node.path("row").asText()));
    }
    return rows;
  }

  /** Writes a clean file, and a copy with bad lines in between. */
  private List<String> write(String name, String header, List<String> good, String[][] bad)
      throws IOException {
    Path dirty = folder.resolve("dirty-" + name);
    List<String> lines = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    if (!header.isEmpty()) {
      lines.add(header);
    }
    for (int i = 0; i < good.size(); i++) {
      lines.add(good.get(i));
      if (i % 4 == 2 && i / 4 < bad.length) {
        String[] row = bad[i / 4];
        lines.add(row[0]);
        String shown = row[0].replace('\u00FF', '\uFFFD');
        expected.add(
            String.format(Locale.ROOT, "%s:%d: %s | %s", dirty, lines.size(), row[1], shown));
      }
    }
    assertThat(expected).hasSize(bad.length);
    Files.writeString(dirty, String.join("\n", lines) + "\n", ISO_8859_1);
    List<String> clean = new ArrayList<>(good);
    clean.add(0, header);
    Files.writeString(
        folder.resolve("clean-" + name), String.join("\n", clean).stripLeading() + "\n");
    return expected;
  }

  private List<String> writeCsv() throws IOException {
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      String colour = i % 3 == 0 ? "red" : i % 5 == 0 ? "green" : "blue";
      good.add(i * 7 % 10 + "," + colour + "," + (1 + i % 2) + (i * 11 % 4 == 0 ? ",a" : ",b"));
    }
    return write("data.csv", "x,k,w,label", good, BadLines.CSV);
  }

  private static String[] csvSets(Path path, String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "data.path=" + path,
                "data.categorical-columns=[k]",
                "data.weight-column=w",
                "data.label-column=label",
                "data.classes=[a, b]",
                "data.validation.fraction=0.2",
                "data.test.fraction=0.1",
                "regularization.strength=0.01",
                "optimizer.max-iterations=5"));
    sets.addAll(List.of(more));
    return sets.toArray(String[]::new);
  }

  @Test
  void csvWithBadRowsTrainsTheModelOfTheGoodOnes() throws IOException {
    List<String> expected = writeCsv();
    InProcess.Outcome clean = train(csvSets(folder.resolve("clean-data.csv")));
    assertThat(clean.code()).as(clean.err()).isZero();
    JsonNode cleanSummary = summary();
    assertThat(cleanSummary.path("train").path("rejected").asInt()).isZero();
    Path dirty = folder.resolve("dirty-data.csv");
    for (String policy : List.of("quarantine", "skip")) {
      InProcess.Outcome outcome = train(csvSets(dirty, "data.bad-rows=" + policy));
      assertThat(outcome.code()).as(outcome.err()).isZero();
      JsonNode summary = summary();
      for (String key : List.of("modelSha256", "dataFingerprint", "objective")) {
        assertThat(summary.path(key)).as(key).isEqualTo(cleanSummary.path(key));
      }
      for (String set : List.of("train", "validation", "test")) {
        assertThat(summary.path(set).path("rows")).isEqualTo(cleanSummary.path(set).path("rows"));
      }
      assertThat(summary.path("train").path("rejected").asInt()).isEqualTo(BadLines.CSV.length);
      assertThat(summary.path("train").path("firstRejected")).hasSize(3);
      assertThat(summary.path("validation").path("rejected").asInt()).isZero();
      boolean kept = "quarantine".equals(policy);
      assertThat(outcome.out())
          .contains(
              String.format(
                  Locale.ROOT,
                  "train: 14 rows rejected (%s); the first: %s:5: the line has 3 cells, expected 4",
                  kept ? "quarantined in rejected/train.jsonl" : "skipped",
                  dirty));
      if (kept) {
        assertThat(rejected("train")).isEqualTo(expected);
      } else {
        assertThat(folder.resolve("out/rejected")).doesNotExist();
      }
    }
  }

  @Test
  void libsvmWithBadRowsTrainsTheModelOfTheGoodOnes() throws IOException {
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      good.add(i % 2 + " " + (1 + i % 3) + ":" + (1 + i % 7) + " " + (4 + i % 2) + ":0.5");
    }
    List<String> expected = write("data.libsvm", "", good, BadLines.LIBSVM);
    String[] sets = {
      "data.format=libsvm",
      "data.num-features=5",
      "data.classes=[0, 1]",
      "regularization.strength=0.1",
      "data.path=" + folder.resolve("clean-data.libsvm")
    };
    assertThat(train(sets).code()).isZero();
    JsonNode clean = summary();
    sets[4] = "data.path=" + folder.resolve("dirty-data.libsvm");
    InProcess.Outcome failed = train(sets);
    assertThat(failed.code()).isEqualTo(3);
    String first = expected.get(0);
    assertThat(failed.err().strip()).isEqualTo(first.substring(0, first.indexOf(" | ")));
    List<String> lenient = new ArrayList<>(List.of(sets));
    lenient.addAll(List.of("data.bad-rows=quarantine", "data.max-bad-rows=13"));
    InProcess.Outcome outcome = train(lenient.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(summary().path("modelSha256")).isEqualTo(clean.path("modelSha256"));
    assertThat(summary().path("dataFingerprint")).isEqualTo(clean.path("dataFingerprint"));
    assertThat(summary().path("train").path("rejected").asInt()).isEqualTo(BadLines.LIBSVM.length);
    assertThat(rejected("train")).isEqualTo(expected);
  }

  @Test
  void countsAreExactWhenEveryTaskIsDoneTwice() throws IOException {
    List<String> expected = writeCsv();
    InProcess.Outcome outcome =
        run(
            Map.of(
                "spark.master", "local[2,4]", "spark.plugins", FirstAttemptsFail.class.getName()),
            "train",
            csvSets(
                folder.resolve("dirty-data.csv"),
                "data.bad-rows=quarantine",
                "data.max-bad-rows=" + BadLines.CSV.length));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(FirstAttemptsFail.FAILURES).hasValueGreaterThanOrEqualTo(3);
    assertThat(summary().path("train").path("rejected").asInt()).isEqualTo(BadLines.CSV.length);
    assertThat(rejected("train")).isEqualTo(expected);
  }

  @Test
  void eachInputHasABoundOfItsOwn() throws IOException {
    Path one = Files.writeString(folder.resolve("one.csv"), "x,label\n1,a\n?,a\n2,b\n");
    Path two = Files.writeString(folder.resolve("two.csv"), "x,label\n?,a\n3,a\n4,b\n");
    Path test = Files.writeString(folder.resolve("test.csv"), "x,label\n?,a\n?,a\n1,b\n");
    String[] sets = {
      "data.path=" + one + "," + two,
      "data.test.path=" + test,
      "data.bad-rows=quarantine",
      "regularization.strength=0.1",
      "data.max-bad-rows=2"
    };
    InProcess.Outcome within = train(sets);
    assertThat(within.code()).as(within.err()).isZero();
    assertThat(summary().path("train").path("rejected").asInt()).isEqualTo(2);
    assertThat(summary().path("test").path("rejected").asInt()).isEqualTo(2);
    assertThat(rejected("train")).hasSize(2);
    assertThat(rejected("test")).hasSize(2);
    String missing =
        "value in column 'x' is missing ('?'): see data.missing, or list the column in data.exclude-columns";
    assertThat(within.out())
        .contains("test: 2 rows rejected (quarantined in rejected/test.jsonl); the first: " + test);

    sets[4] = "data.max-bad-rows=1";
    InProcess.Outcome beyond = train(sets);
    assertThat(beyond.code()).isEqualTo(3);
    assertThat(beyond.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Too many bad rows: 2 of 6 rows of data.path = %s,%s are bad, data.max-bad-rows = 1; the first: %s:3: the %s",
                one,
                two,
                one,
                missing));

    InProcess.Outcome cutShort =
        train("data.path=" + test, "data.bad-rows=skip", "data.max-bad-rows=0");
    assertThat(cutShort.code()).isEqualTo(3);
    assertThat(cutShort.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Too many bad rows: 1 of 1 rows read of data.path = %s are bad, data.max-bad-rows = 0; the first: %s:2: the %s",
                test,
                test,
                missing));
  }

  @Test
  void whereEveryRowIsBadTheErrorSaysSo() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.csv"), "x,label\n?,a\n1,\n");
    InProcess.Outcome outcome = train("data.path=" + bad, "data.bad-rows=skip");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Cannot train on zero rows: data.path = %s has no row (2 bad rows were left out, the first: %s:2: the value in column 'x' is missing ('?'): see data.missing, or list the column in data.exclude-columns)",
                bad,
                bad));
  }

  @Test
  void evaluateAndPredictLeaveBadRowsOutAndSaySo() throws IOException {
    Path data =
        Files.writeString(folder.resolve("p.libsvm"), "0 1:1\n1 2:1\n1 0:1\n0 1:2\n1 2:x\n1 2:3\n");
    String[] sets = {
      "data.format=libsvm",
      "data.path=" + data,
      "data.bad-rows=quarantine",
      "regularization.strength=0.1"
    };
    assertThat(train(sets).code()).isZero();
    Files.move(folder.resolve("out"), folder.resolve("model"));

    InProcess.Outcome evaluated = run(Map.of(), "evaluate", sets);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(summary().path("train").path("rows").asInt()).isEqualTo(4);
    assertThat(summary().path("train").path("rejected").asInt()).isEqualTo(2);
    assertThat(rejected("train"))
        .containsExactly(
            data
                + ":3: index '0' is not a whole number from 1 to 2147483646: set data.index-base = 0 if indices start from 0 | 1 0:1",
            data + ":5: 'x', which is not a number | 1 2:x");
    List<String> bare = new ArrayList<>(List.of("evaluate", "--model"));
    bare.add(folder.resolve("model").toString());
    for (String set : sets) {
      bare.addAll(List.of("--set", set));
    }
    assertThat(InProcess.run(bare.toArray(String[]::new)).out())
        .contains("train: 2 rows rejected (not written: this run has no --output); the first: ");

    Files.move(folder.resolve("out"), folder.resolve("evaluation"));
    InProcess.Outcome predicted = run(Map.of(), "predict", sets);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out())
        .contains("predicted 4 rows")
        .contains("input: 2 rows rejected (quarantined in rejected/input.jsonl); the first: ")
        .contains("2 rows without a prediction, with the reason instead; the first: " + data);
    assertThat(rejected("input")).hasSize(2);
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      assertThat(
              spark.read().parquet(folder.resolve("out").toString()).collectAsList().stream()
                  .map(row -> row.getLong(0) + ": " + (row.isNullAt(3) ? "" : row.getString(3))))
          .containsExactly(
              "1: ",
              "2: ",
              "3: "
                  + data
                  + ":3: index '0' is not a whole number from 1 to 2147483646: set data.index-base = 0 if indices start from 0",
              "4: ",
              "5: " + data + ":5: 'x', which is not a number",
              "6: ");
    }
  }
}
