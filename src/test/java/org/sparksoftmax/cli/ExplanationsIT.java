package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Describe, the report and check-gradient are consistent for the same model. */
class ExplanationsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  /** The offset of a column far from 0. */
  private static final double DAY = 7380;

  /** A feature and its effect, as printed by describe. */
  private static final Pattern SHOWN = Pattern.compile(", (\\S+) ([+-][0-9.e+-]+)");

  @TempDir private Path folder;

  private String data(List<String> labels) throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("income,colour,share,day,label\n");
    for (int i = 0; i < 240; i++) {
      int k = i % labels.size();
      int colour = random.nextInt(3) == 0 ? random.nextInt(3) : k;
      text.append(
          String.format(
              Locale.ROOT,
              "%.1f,%s,%.6f,%.1f,%s%n",
              1e5 * (k + 1.5 * random.nextGaussian()),
              COLOURS.get(colour),
              random.nextInt(3) == 0 ? 0 : 1e-3 * (random.nextGaussian() - k),
              DAY + 10 * (random.nextGaussian() + k),
              labels.get(k)));
    }
    Path file = folder.resolve(labels.size() + ".csv");
    Files.writeString(file, text);
    return file.toString();
  }

  private static String run(String... arguments) {
    InProcess.Outcome outcome = InProcess.run(arguments);
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    return outcome.out();
  }

  private JsonNode train(List<String> labels, String... sets) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", "--output", run(labels)));
    arguments.addAll(List.of("--set", "data.path=" + data(labels)));
    arguments.addAll(List.of("--set", "data.categorical-columns=[colour]"));
    arguments.addAll(List.of("--set", "regularization.strength=0.001"));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    run(arguments.toArray(String[]::new));
    return JSON.readTree(Files.readString(Path.of(run(labels)).resolve("report.json")));
  }

  private String run(List<String> labels) {
    return folder.resolve("run-" + labels.size()).toString();
  }

  private static List<String> beginning(String described, String with) {
    return described.lines().map(String::strip).filter(line -> line.startsWith(with)).toList();
  }

  private static void assertAgree(String described, String title, JsonNode effects) {
    List<String> lines = beginning(described, title + ": intercept ");
    assertThat(lines).as(described).hasSize(1);
    Matcher shown = SHOWN.matcher(lines.get(0));
    int count = 0;
    for (; shown.find(); count++) {
      assertThat(shown.group(1)).isEqualTo(effects.path(count).path("name").asText());
      double effect = effects.path(count).path("effect").asDouble();
      assertThat(Double.parseDouble(shown.group(2)))
          .isCloseTo(effect, within(1e-3 * Math.abs(effect)));
    }
    assertThat(count).isEqualTo(5);
  }

  @Test
  void describeAndTheReportRankTheFeaturesOfEachClassAlike() throws IOException {
    List<String> labels = List.of("low", "middle", "high");
    JsonNode features = train(labels, "standardization=true").path("features");
    String described = run("describe", "--model", run(labels));

    assertThat(features.path("classes")).hasSize(3);
    for (JsonNode one : features.path("classes")) {
      int k = one.path("class").asInt();
      String label = List.of("high", "low", "middle").get(k);
      assertAgree(described, label, one.path("effects"));
      for (JsonNode effect : one.path("effects")) {
        if (effect.path("name").asText().equals("day")) {
          assertThat(effect.path("classMean").asDouble()).isCloseTo(DAY, within(40.0));
          assertThat(effect.path("mean").asDouble()).isCloseTo(DAY, within(40.0));
        }
      }
    }
    assertThat(beginning(described, "strongest features of each class"))
        .singleElement()
        .asString()
        .contains("per " + features.path("per").asText());
  }

  @Test
  void theyRankTheLogOddsOfTwoClassesAlike() throws IOException {
    List<String> labels = List.of("no", "yes");
    JsonNode features = train(labels, "standardization=true").path("features");

    assertThat(features.path("logOdds").asBoolean()).isTrue();
    assertThat(features.path("classes")).hasSize(1);
    assertAgree(
        run("describe", "--model", run(labels)), "yes vs. no", features.at("/classes/0/effects"));
  }

  /** Reasons name only features that the row has, and therefore only its own colour. */
  @Test
  void mistakesNameOnlyWhatTheRowHas() throws IOException {
    List<String> labels = List.of("low", "middle", "high");
    JsonNode rows = train(labels, "standardization=true").at("/mistakes/rows");
    List<String> lines = Files.readAllLines(Path.of(data(labels)));

    assertThat(rows).isNotEmpty();
    for (JsonNode row : rows) {
      String[] cells = lines.get(row.path("row").asInt()).split(",", -1);
      for (JsonNode reason : row.path("reasons")) {
        String name = reason.path("name").asText();
        double value = reason.path("value").asDouble();
        assertThat(value).as(name).isNotZero();
        switch (name) {
          case "income" -> assertThat(value).isCloseTo(Double.parseDouble(cells[0]), within(1.0));
          case "day" -> assertThat(value).isCloseTo(Double.parseDouble(cells[3]), within(0.1));
          case "share" -> assertThat(value).isCloseTo(Double.parseDouble(cells[2]), within(1e-7));
          default -> {
            assertThat(name).isEqualTo("colour=" + cells[1]);
            assertThat(value).isEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void checkGradientNamesFeaturesAsDescribeDoes() throws IOException {
    List<String> labels = List.of("low", "middle", "high");
    train(labels);
    Set<String> features = new HashSet<>();
    run("describe", "--weights", "--model", run(labels))
        .lines()
        .skip(1)
        .forEach(line -> features.add(line.split("\t", -1)[1]));
    String checked =
        run(
            "check-gradient",
            "--set",
            "data.path=" + data(labels),
            "--set",
            "data.categorical-columns=[colour]");

    Matcher named = Pattern.compile(", feature (\\S+)").matcher(checked);
    Set<String> found = new HashSet<>();
    while (named.find()) {
      found.add(named.group(1));
    }
    assertThat(found).isNotEmpty().isSubsetOf(features);
    assertThat(checked).contains("passed: the gradient is correct");
  }
}
