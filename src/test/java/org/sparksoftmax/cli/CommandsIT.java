package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands on the bundled data, in sequence on the same model. */
class CommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static InProcess.Outcome trained;

  private static String[] with(String... arguments) {
    return Stream.concat(
            Arrays.stream(arguments),
            Stream.of(
                "--set", "data.format=tsv",
                "--set", "data.label-column=target",
                "--set", "data.test.fraction=0.3",
                "--set", "data.path=" + Path.of("src/main/data/iris.tsv.gz").toAbsolutePath()))
        .toArray(String[]::new);
  }

  @BeforeAll
  static void train() {
    trained =
        InProcess.run(
            with(
                "train",
                "--output",
                folder.resolve("run").toString(),
                "--set",
                "regularization.strength=0.001",
                "--set",
                "data.validation.fraction=0.2"));
  }

  private static JsonNode summary(String run) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(run).resolve("summary.json")));
  }

  @Test
  void trainPrintsTheTableAndWritesEveryFile() throws IOException {
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .contains("4 features, 3 classes, dense f32")
        .contains("CONVERGED after")
        .contains("precision     recall         F1")
        .contains("wrote " + folder.resolve("run/model"));
    JsonNode summary = summary("run");
    assertThat(summary.path("stopReason").asText()).isEqualTo("CONVERGED");
    assertThat(summary.path("objective").asDouble())
        .isCloseTo(
            summary.path("loss").asDouble() + summary.path("regularization").asDouble(),
            within(1e-15));
    for (String key : List.of("rows", "features", "classes", "partitions", "rejected")) {
      assertThat(summary.path("train").has(key)).as(key).isTrue();
    }
    for (String key : List.of("startup", "read", "train", "evaluate", "total")) {
      assertThat(summary.path("seconds").path(key).asDouble()).as(key).isPositive();
    }
    int rows =
        summary.path("train").path("rows").asInt()
            + summary.path("validation").path("rows").asInt()
            + summary.path("test").path("rows").asInt();
    assertThat(rows).isEqualTo(150);
    assertThat(summary.path("modelSha256").asText()).hasSize(64);
    assertThat(summary.path("dataFingerprint").asText()).hasSize(64);
    assertThat(summary.path("config").path("regularization").path("strength").asDouble())
        .isEqualTo(0.001);
    List<String> metrics = Files.readAllLines(folder.resolve("run/metrics.jsonl"));
    assertThat(metrics).hasSize(summary.path("iterations").asInt() + 1);
    JsonNode last = JSON.readTree(metrics.get(metrics.size() - 1));
    assertThat(last.path("evaluations").asInt()).isEqualTo(summary.path("evaluations").asInt());
    assertThat(last.path("objective").asDouble()).isEqualTo(summary.path("objective").asDouble());
    assertThat(last.path("validationAccuracy").asDouble()).isBetween(0.8, 1.0);
    try (var files = Files.list(folder.resolve("run"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model", "summary.json", "metrics.jsonl", "report.json", "report.html");
    }
  }

  @Test
  void evaluateMeasuresWhatTrainMeasured() throws IOException {
    InProcess.Outcome outcome =
        InProcess.run(
            with(
                "evaluate",
                "--model",
                folder.resolve("run").toString(),
                "--output",
                folder.resolve("evaluation").toString(),
                "--set",
                "data.validation.fraction=0.2"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    for (String set : List.of("train", "validation", "test")) {
      JsonNode here = summary("evaluation").path(set);
      JsonNode there = summary("run").path(set);
      assertThat(here.path("rows")).isEqualTo(there.path("rows"));
      assertThat(here.path("accuracy")).isEqualTo(there.path("accuracy"));
      assertThat(here.path("logLoss").asDouble())
          .isCloseTo(there.path("logLoss").asDouble(), within(1e-12));
    }
    assertThat(summary("evaluation").path("modelSha256"))
        .isEqualTo(summary("run").path("modelSha256"));
  }

  @Test
  void predictKeepsTheColumnsAndAddsLabelAndProbabilities() throws IOException {
    for (String format : List.of("parquet", "csv", "json")) {
      Path target = folder.resolve("predictions-" + format);
      InProcess.Outcome outcome =
          InProcess.run(
              with(
                  "predict",
                  "--model",
                  folder.resolve("run/model").toString(),
                  "--format",
                  format,
                  "--output",
                  target.toString()));
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("predicted 150 rows");
      assertThat(target.resolve("_SUCCESS")).exists();
      try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
        Dataset<Row> rows =
            spark.read().format(format).option("header", true).load(target.toString());
        assertThat(rows.columns()).contains("sepal-length", "target", "prediction", "probability");
        assertThat(rows.count()).isEqualTo(150);
        assertThat(rows.filter("prediction = cast(target as string)").count())
            .isGreaterThanOrEqualTo(140);
        if ("parquet".equals(format)) {
          assertThat(
                  rows.filter("abs(aggregate(probability, 0D, (a, p) -> a + p) - 1) > 1e-12")
                      .count())
              .isZero();
        }
      }
    }
  }

  @Test
  void describePrintsClassesAndStrongestWeights() {
    InProcess.Outcome outcome =
        InProcess.run("describe", "--model", folder.resolve("run").toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("3 classes x 4 features + intercepts, 15 parameters")
        .contains("classes, in order: 0 1 2")
        .contains("petal-width");
  }

  @Test
  void checkGradientPassesAndShowsWhereTheTwoStepFormBreaks() {
    InProcess.Outcome outcome = InProcess.run(with("check-gradient"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("loss at small random weights: 1.09")
        .contains("(ln 3 = 1.098612)")
        .contains("passed: the gradient is correct");
    assertThat(outcome.out().lines().filter(line -> line.matches(" +1000 .*")))
        .singleElement()
        .asString()
        .contains("of 200 rows")
        .doesNotContain(" 0 of 200");
  }

  @Test
  void trainingTwiceNeedsOverwriteAndThenReplaces() throws IOException {
    String run = folder.resolve("twice").toString();
    assertThat(
            InProcess.run(with("train", "--output", run, "--set", "optimizer.max-iterations=2"))
                .code())
        .isZero();
    assertThat(summary("twice").path("stopReason").asText()).isEqualTo("MAX_ITERATIONS");
    InProcess.Outcome again =
        InProcess.run(
            with("train", "--output", run, "--overwrite", "--set", "optimizer.max-iterations=3"));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains(
            "warning: not converged, ",
            "raise optimizer.max-iterations (3) or optimizer.tolerance");
    assertThat(summary("twice").path("iterations").asInt()).isEqualTo(3);
  }
}
