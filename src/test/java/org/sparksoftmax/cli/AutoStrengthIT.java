package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the default strength of the penalty and the warnings about overfitting. */
class AutoStrengthIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 60;
  private static final int FEATURES = 80;

  @TempDir private static Path folder;

  /** Two classes, b with three times as many rows as a. Row i has weight 1 + i mod 2. */
  @BeforeAll
  static void writeRows() throws IOException {
    write("train.csv", 1, 1);
    write("test.csv", 2, 1);
    write("noise.csv", 3, 0);
    write("noise-test.csv", 4, 0);
  }

  /**
   * @param shift the difference between the class means of the first feature
   */
  private static void write(String name, long seed, double shift) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("label,w");
    for (int j = 0; j < FEATURES; j++) {
      rows.append(",x").append(j);
    }
    for (int i = 0; i < ROWS; i++) {
      boolean first = i % 4 == 0;
      rows.append('\n').append(first ? "a," : "b,").append(1 + i / 4 % 2);
      for (int j = 0; j < FEATURES; j++) {
        double mean = j == 0 ? 8 * shift * (first ? 1 : -1) : 0;
        rows.append(',').append(mean + random.nextGaussian());
      }
    }
    Files.writeString(folder.resolve(name), rows.append('\n'));
  }

  private static InProcess.Outcome run(
      String command, String name, List<String> options, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(command, "--output", folder + "/" + name));
    arguments.addAll(options);
    List<String> all =
        new ArrayList<>(List.of("data.path=" + folder.resolve("train.csv"), "data.storage=f64"));
    all.addAll(List.of(sets));
    all.forEach(set -> arguments.addAll(List.of("--set", set)));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private static JsonNode train(String name, String... sets) throws IOException {
    run("train", name, List.of(), sets);
    return json(name, "summary.json");
  }

  private static JsonNode json(String name, String file) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(name).resolve(file)));
  }

  private static double strength(JsonNode node) {
    return node.path("regularizationStrength").asDouble(Double.NaN);
  }

  @Test
  void theDefaultIsOneOverTheTotalExampleWeightAndIsShown() throws IOException {
    InProcess.Outcome outcome =
        run("train", "weighted", List.of(), "data.weight-column=w", "optimizer.max-iterations=50");
    assertThat(outcome.out())
        .contains("regularization.strength = auto: 0.01136 (1 / total example weight)");
    JsonNode summary = json("weighted", "summary.json");
    assertThat(strength(summary)).isEqualTo(1.0 / 88);
    assertThat(summary.at("/config/regularization/strength").asText()).isEqualTo("auto");
    JsonNode same =
        train(
            "number",
            "data.weight-column=w",
            "optimizer.max-iterations=50",
            "regularization.strength=" + 1.0 / 88);
    assertThat(same.path("modelSha256")).isEqualTo(summary.path("modelSha256"));
    assertThat(same.path("passes")).as("no pass of its own").isEqualTo(summary.path("passes"));
    assertThat(strength(same)).isEqualTo(1.0 / 88);
    assertThat(Files.readString(folder.resolve("number/report.html")))
        .contains("\"regularizationStrength\":0.0113");
  }

  @Test
  void classWeightsCount() throws IOException {
    JsonNode given = train("given", "loss.class-weights={a: 3, b: 0.5}");
    assertThat(strength(given)).isEqualTo(1 / (15 * 3 + 45 * 0.5));
    JsonNode balanced = train("balanced", "loss.class-weights=balanced");
    assertThat(strength(balanced)).isCloseTo(1.0 / 60, within(1e-15));
    JsonNode shared = train("shared", "loss.class-weights={a: 3, b: 0.5}", "data.partitions=3");
    assertThat(shared.path("modelSha256")).isEqualTo(given.path("modelSha256"));
  }

  @Test
  void aRunOfTheDefaultResumesToTheSameBits() throws IOException {
    String[] sets = {"loss.class-weights={a: 3, b: 0.5}", "optimizer.tolerance=1e-9"};
    JsonNode whole = train("whole", sets);
    run("train", "cut", List.of(), sets[0], sets[1], "optimizer.max-iterations=3");
    run("train", "cut", List.of("--resume"), sets);
    JsonNode resumed = json("cut", "summary.json");
    assertThat(whole.path("iterations").asInt()).isGreaterThan(3);
    assertThat(resumed.path("modelSha256")).isEqualTo(whole.path("modelSha256"));
    assertThat(strength(resumed)).isEqualTo(strength(whole));
  }

  @Test
  void tuneTakesAutoAmongNumbersAndSaysWhereTheBestIsAtTheEdge() throws IOException {
    InProcess.Outcome outcome =
        run(
            "tune",
            "tuned",
            List.of(),
            "data.validation.path=" + folder.resolve("test.csv"),
            "tune.strengths=[10, auto, 1]");
    String advice =
        "regularization.strength = auto (0.01667) is the smallest value of its grid: try smaller ones";
    assertThat(outcome.out()).contains(advice + System.lineSeparator());
    JsonNode tuned = json("tuned", "tune.json");
    assertThat(tuned.path("advice")).hasToString("[\"" + advice + "\"]");
    assertThat(tuned.at("/candidates/1/configuration/0").asText())
        .isEqualTo("regularization.strength=auto");
    assertThat(strength(tuned.at("/candidates/1/runs/0"))).isEqualTo(1.0 / 60);
    assertThat(tuned.path("best").asInt()).isEqualTo(1);
    JsonNode alone = train("alone", "data.validation.path=" + folder.resolve("test.csv"));
    assertThat(tuned.at("/candidates/1/runs/0/modelSha256")).isEqualTo(alone.path("modelSha256"));
    assertThat(strength(json("tuned", "summary.json"))).isEqualTo(1.0 / 60);
  }

  @Test
  void eachFoldHasTheStrengthOfTheRowsThatItTrainsOn() throws IOException {
    run("tune", "folds", List.of(), "tune.folds=3", "tune.strengths=[auto, 1000]");
    double rows = 0;
    for (JsonNode fold : json("folds", "tune.json").at("/candidates/0/runs")) {
      assertThat(strength(fold)).isGreaterThan(1.0 / 60);
      rows += 1 / strength(fold);
    }
    assertThat(rows).isCloseTo(2 * ROWS, within(1e-9));
    assertThat(strength(json("folds", "summary.json"))).isEqualTo(1.0 / 60);
  }

  @Test
  void aModelThatOverfitsIsNamed() throws IOException {
    InProcess.Outcome outcome =
        run(
            "train",
            "noise",
            List.of(),
            "data.path=" + folder.resolve("noise.csv"),
            "data.test.path=" + folder.resolve("noise-test.csv"),
            "regularization.strength=0");
    JsonNode warnings = json("noise", "summary.json").path("warnings");
    assertThat(warnings).hasSize(1);
    String warning = warnings.get(0).asText();
    assertThat(warning)
        .startsWith("test log loss ")
        .contains(
            "is worse than 0.5623, that of the class frequencies alone", "submit/softmax tune");
    assertThat(outcome.out()).contains("warning: " + warning + System.lineSeparator());
    assertThat(Files.readString(folder.resolve("noise/report.html"))).contains(warning);
  }

  @Test
  void aModelThatHoldsForNewRowsHasNoWarning() throws IOException {
    InProcess.Outcome outcome =
        run("train", "fine", List.of(), "data.test.path=" + folder.resolve("test.csv"));
    JsonNode warnings = json("fine", "summary.json").path("warnings");
    assertThat(warnings.isArray()).isTrue();
    assertThat(warnings).isEmpty();
    assertThat(outcome.out()).doesNotContain("warning:");
  }
}
