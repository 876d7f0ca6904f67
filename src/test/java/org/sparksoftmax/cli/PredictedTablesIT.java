package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Predictions of tables with columns of many types, and of text, are read back as the same rows.
 */
class PredictedTablesIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  /** 60 rows, whose texts differ in blanks, and whose times differ in microseconds. */
  @BeforeAll
  static void writeTable() throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.session.timeZone", "Asia/Tokyo")
            .getOrCreate()) {
      spark
          .range(0, 60, 1, 1)
          .selectExpr(
              "id % 7 AS f",
              "CAST(CONCAT('b', id % 3) AS BINARY) AS bin",
              "IF(id % 2 = 0, ' sp ', 'sp') AS blanks",
              "IF(id % 7 > 3, ' n', 'n') AS text",
              "timestamp_micros(1577836800123456 + id % 2) AS at",
              "timestamp_seconds(1577836800 + id % 2) AS second",
              "CAST(timestamp_micros(1577836800000001 + id % 2) AS TIMESTAMP_NTZ) AS local",
              "DATE_ADD(DATE '2020-01-01', CAST(id % 2 AS INT)) AS day",
              "CAST(CONCAT('label ', id % 3) AS BINARY) AS bytes")
          .write()
          .parquet(folder.resolve("table").toString());
    }
  }

  private static InProcess.Outcome run(String command, String output, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--overwrite"));
    arguments.addAll(List.of("--output", folder.resolve(output).toString()));
    for (String argument : more) {
      arguments.addAll(argument.contains("=") ? List.of("--set", argument) : List.of(argument));
    }
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return outcome;
  }

  private static JsonNode summary(String output) throws IOException {
    return JSON.readTree(folder.resolve(output).resolve("summary.json").toFile()).path("train");
  }

  @ParameterizedTest
  @CsvSource({"text, 2", "at, 2", "second, 2", "local, 2", "day, 2", "bytes, 3"})
  void predictionsHaveTheTextsOfLabelsAndCategories(String label, int classes) throws IOException {
    String[] input = {
      "data.format=parquet",
      "data.path=" + folder.resolve("table"),
      "data.label-column=" + label,
      "data.feature-columns=[f, bin, blanks]",
      "data.categorical-columns=[bin, blanks]",
      "optimizer.max-iterations=20"
    };
    run("train", "model-" + label, input);
    JsonNode trained = summary("model-" + label);
    assertThat(trained.path("classes").asInt()).isEqualTo(classes);
    assertThat(trained.path("features").asInt()).isEqualTo(1 + 3 + 2);
    String model = folder.resolve("model-" + label).toString();
    for (String format : List.of("csv", "json", "parquet")) {
      String[] predict = {input[0], input[1], "--model", model, "--format", format};
      run("predict", "predicted", predict);
      String[] again = input.clone();
      again[0] = "data.format=" + format;
      again[1] = "data.path=" + folder.resolve("predicted");
      List<String> arguments = new ArrayList<>(List.of(again));
      arguments.addAll(List.of("--model", model));
      InProcess.Outcome evaluated = run("evaluate", "evaluated", arguments.toArray(String[]::new));
      assertThat(evaluated.out()).doesNotContain("not in the training data", "not a class");
      assertThat(summary("evaluated").path("logLoss"))
          .as(format)
          .isEqualTo(trained.path("logLoss"));
    }
  }

  /** Cells of text files stay text, as which the model reads its numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void numbersOfTextFilesAreReadBack(String format) throws IOException {
    String data = "data.path=src/main/data/iris.tsv.gz";
    run("train", "iris", "data.format=tsv", data, "optimizer.max-iterations=20");
    String model = folder.resolve("iris").toString();
    run("predict", "irises", "data.format=tsv", data, "--model", model, "--format", format);
    String[] predicted = {"data.format=" + format, "data.path=" + folder.resolve("irises")};
    run("evaluate", "again", predicted[0], predicted[1], "--model", model);
    assertThat(summary("again").path("logLoss")).isEqualTo(summary("iris").path("logLoss"));
    run("predict", "twice", predicted[0], predicted[1], "--model", model);
  }

  @Test
  void textThatIsNoNumberIsABadRow() throws IOException {
    run(
        "train",
        "numbers",
        "data.format=table",
        "data.query=SELECT id % 5 AS x, CONCAT('c', id % 2) AS label FROM range(20)");
    String[] arguments = {
      "evaluate",
      "--output",
      folder.resolve("texts").toString(),
      "--model",
      folder.resolve("numbers").toString(),
      "--set",
      "data.format=table",
      "--set",
      "data.query=SELECT IF(id = 7, 'seven', STRING(id)) AS x, 'c0' AS label FROM range(0, 9, 1, 1)"
    };
    InProcess.Outcome outcome = InProcess.run(Map.of(), arguments);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains(
            String.format(
                Locale.ROOT, "row 8 of its part: column 'x' holds 'seven', which is not a number"));
  }
}
