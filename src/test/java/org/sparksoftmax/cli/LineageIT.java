package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;

/** What the commands tell OpenLineage, beside its own listener. */
class LineageIT {

  private static final String AGENT = "openlineage-spark_2.13";
  private static final String VERSION = "1.37.0";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path IRIS = Command.PROJECT.resolve("src/main/data/iris.tsv.gz");

  private static Path jar;

  @TempDir private Path folder;

  @BeforeAll
  static void downloadsTheListener() {
    Path target = Command.PROJECT.resolve("target/openlineage");
    jar = target.resolve(AGENT + "-" + VERSION + ".jar");
    if (!Files.exists(jar)) {
      Result copied =
          Command.of(
                  "mvn",
                  "-B",
                  "-q",
                  "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy",
                  "-Dartifact=io.openlineage:" + AGENT + ":" + VERSION,
                  "-DoutputDirectory=" + target)
              .in(Command.PROJECT)
              .within(Duration.ofMinutes(5))
              .run();
      assertThat(copied.exitCode()).as(copied.out() + copied.err()).isZero();
    }
  }

  @Test
  void trainAndPredictSayWhatTheyReadAndWrite() throws IOException {
    Path run = folder.resolve("run");
    List<JsonNode> training =
        events(
            0,
            "train",
            "--set",
            "data.format=tsv",
            "--set",
            "data.path=" + IRIS,
            "--set",
            "data.label-column=target",
            "--set",
            "data.test.fraction=0.2",
            "--output",
            run.toString());
    assertThat(training).extracting(LineageIT::type).containsExactly("START", "COMPLETE");
    assertThat(training)
        .extracting(event -> event.at("/run/runId").asText())
        .containsOnly(training.get(0).at("/run/runId").asText());
    JsonNode complete = training.get(1);
    assertThat(complete.at("/job/name").asText()).isEqualTo("spark_softmax_train.train");
    assertThat(complete.at("/job/namespace").asText()).isEqualTo("tests");
    JsonNode input = complete.at("/inputs/0");
    assertThat(input.get("namespace").asText()).isEqualTo("file");
    assertThat(input.get("name").asText()).isEqualTo(IRIS.toString());
    assertThat(input.at("/inputFacets/inputStatistics/rowCount").asLong()).isEqualTo(150);
    assertThat(input.at("/facets/schema/fields").findValuesAsText("name"))
        .containsExactly("sepal-length", "sepal-width", "petal-length", "petal-width");
    JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
    assertThat(input.at("/facets/version/datasetVersion").asText())
        .isEqualTo(summary.get("dataFingerprint").asText());
    JsonNode output = complete.at("/outputs/0");
    assertThat(output.get("name").asText()).isEqualTo(run.toString());
    assertThat(output.at("/facets/version/datasetVersion").asText())
        .isEqualTo(summary.get("modelSha256").asText());

    Path predictions = folder.resolve("predictions");
    List<JsonNode> prediction =
        events(
            0,
            "predict",
            "--model",
            run.toString(),
            "--set",
            "data.format=tsv",
            "--set",
            "data.path=" + IRIS,
            "--output",
            predictions.toString());
    assertThat(prediction).extracting(LineageIT::type).containsExactly("START", "COMPLETE");
    assertThat(prediction.get(1).at("/inputs/0/inputFacets/inputStatistics/rowCount").asLong())
        .isEqualTo(150);
    assertThat(prediction.get(1).at("/outputs/0/name").asText()).isEqualTo(predictions.toString());
  }

  @Test
  void aFailureIsAnEventWithItsReason() throws IOException {
    List<JsonNode> events =
        events(
            2,
            "train",
            "--set",
            "data.format=tsv",
            "--set",
            "data.path=" + IRIS,
            "--set",
            "data.label-column=species",
            "--output",
            folder.resolve("run").toString());
    assertThat(events).extracting(LineageIT::type).containsExactly("START", "FAIL");
    assertThat(events.get(1).at("/run/facets/errorMessage/message").asText()).contains("species");
  }

  /** Runs a command with the listener and returns the events that are not the listener's. */
  private List<JsonNode> events(int exitCode, String... command) throws IOException {
    Path file = folder.resolve("events-" + command[0] + ".json");
    List<String> words =
        new ArrayList<>(
            List.of(
                "--driver-java-options",
                Command.SOON,
                "--driver-class-path",
                jar.toString(),
                "--conf",
                "spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener",
                "--conf",
                "spark.openlineage.namespace=tests",
                "--conf",
                "spark.openlineage.transport.type=file",
                "--conf",
                "spark.openlineage.transport.location=" + file));
    words.addAll(List.of(command));
    Result result = Command.softmax(words.toArray(String[]::new)).in(folder).run();
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode event = JSON.readTree(line);
      if (event.at("/producer").asText().startsWith("urn:org.sparksoftmax:")) {
        events.add(event);
      }
    }
    return events;
  }

  private static String type(JsonNode event) {
    return event.get("eventType").asText();
  }
}
