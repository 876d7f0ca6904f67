package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The metrics of evaluate equal those computed from the output of predict, on the bundled digits.
 */
class MeasuresIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLASSES = 10;

  @TempDir private static Path folder;
  private static JsonNode measured;
  private static final List<Predicted> ROWS = new ArrayList<>();

  private record Predicted(int label, double[] probabilities) {}

  private static void run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(more));
    for (String set :
        List.of(
            "data.format=tsv",
            "data.label-column=target",
            "data.feature-multiplier=0.0625",
            "optimizer.max-iterations=4",
            "data.path=" + Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath())) {
      arguments.addAll(List.of("--set", set));
    }
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  @BeforeAll
  static void measureAndPredict() throws IOException {
    run("train", "--output", folder + "/run");
    run("evaluate", "--model", folder + "/run", "--output", folder + "/evaluation");
    run(
        "predict",
        "--model",
        folder + "/run",
        "--output",
        folder + "/predictions",
        "--format",
        "json");
    measured = JSON.readTree(folder.resolve("evaluation/summary.json").toFile()).path("train");
    for (JsonNode row : PredictedRows.in(folder.resolve("predictions"))) {
      double[] p =
          IntStream.range(0, CLASSES)
              .mapToDouble(k -> row.path("probability").path(k).asDouble())
              .toArray();
      ROWS.add(new Predicted(row.path("target").asInt(), p));
    }
    assertThat(ROWS).hasSize(measured.path("rows").asInt()).hasSize(5620);
  }

  /**
   * Computes the AUC by sorting, from the rank sum of the rows of {@code k}. Ties share their
   * ranks.
   */
  private static double exactAuc(int k) {
    List<Predicted> sorted =
        ROWS.stream()
            .sorted((a, b) -> Double.compare(a.probabilities()[k], b.probabilities()[k]))
            .toList();
    double better = 0;
    double others = 0;
    double own = 0;
    for (int from = 0, to; from < sorted.size(); from = to) {
      double p = sorted.get(from).probabilities()[k];
      double ownHere = 0;
      for (to = from; to < sorted.size() && sorted.get(to).probabilities()[k] == p; to++) {
        ownHere += sorted.get(to).label() == k ? 1 : 0;
      }
      double othersHere = to - from - ownHere;
      better += ownHere * (others + othersHere / 2);
      others += othersHere;
      own += ownHere;
    }
    return better / own / others;
  }

  @Test
  void theAucIsCloseToThatOfSortedProbabilities() {
    double bound = measured.path("aucErrorBound").asDouble();
    assertThat(bound).isLessThan(1e-3);
    double mean = 0;
    for (int k = 0; k < CLASSES; k++) {
      double exact = exactAuc(k);
      mean += exact / CLASSES;
      double auc = measured.path("perClass").path(k).path("auc").asDouble();
      assertThat(auc).isCloseTo(exact, within(bound)).isCloseTo(exact, within(1e-5));
      assertThat(auc).isBetween(0.9, 0.99999);
    }
    assertThat(measured.path("aucMacro").asDouble()).isCloseTo(mean, within(1e-5));
  }

  @Test
  void theOtherMeasuresFollowFromTheProbabilities() {
    double logLoss = 0;
    double brier = 0;
    double topThree = 0;
    for (Predicted row : ROWS) {
      double[] p = row.probabilities();
      double own = p[row.label()];
      logLoss -= Math.log(own) / ROWS.size();
      for (int k = 0; k < CLASSES; k++) {
        brier += Math.pow(p[k] - (k == row.label() ? 1 : 0), 2) / ROWS.size();
      }
      long before = IntStream.range(0, CLASSES).filter(k -> p[k] > own).count();
      topThree += before < 3 ? 1.0 / ROWS.size() : 0;
    }
    assertThat(measured.path("logLoss").asDouble()).isCloseTo(logLoss, within(1e-6));
    assertThat(measured.path("brier").asDouble()).isCloseTo(brier, within(1e-6));
    assertThat(measured.path("topKAccuracy").path("3").asDouble())
        .isCloseTo(topThree, within(1e-12));
    assertThat(measured.path("topKAccuracy").has("10")).isFalse();
  }

  @Test
  void theTablesAddUp() {
    long diagonal = 0;
    long all = 0;
    for (int label = 0; label < CLASSES; label++) {
      for (int prediction = 0; prediction < CLASSES; prediction++) {
        JsonNode weight = measured.path("confusionMatrix").path(label).path(prediction);
        assertThat(weight.isIntegralNumber()).isTrue();
        all += weight.asLong();
        diagonal += label == prediction ? weight.asLong() : 0;
      }
    }
    assertThat(all).isEqualTo(5620);
    assertThat(measured.path("accuracy").asDouble()).isEqualTo(diagonal / 5620.0);
    assertThat(measured.path("microF1").asDouble()).isEqualTo(diagonal / 5620.0);
    double ece = 0;
    long rows = 0;
    for (JsonNode bin : measured.path("calibrationBins")) {
      rows += bin.path("rows").asLong();
      ece +=
          bin.path("weight").asDouble()
              / 5620
              * Math.abs(bin.path("accuracy").asDouble() - bin.path("confidence").asDouble());
    }
    assertThat(measured.path("calibrationBins")).hasSize(15);
    assertThat(rows).isEqualTo(5620);
    assertThat(measured.path("ece").asDouble()).isCloseTo(ece, within(1e-12));
  }
}
