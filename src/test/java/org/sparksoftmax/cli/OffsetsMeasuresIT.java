package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.Naive;
import org.sparksoftmax.model.export.Scores;
import org.sparksoftmax.train.ModelStore;

/** Tests evaluate and predict on rows far from 0, with a saved model. */
class OffsetsMeasuresIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("../shared/field/offsets");
  private static final int FEATURES = 300;

  @TempDir private Path folder;

  private InProcess.Outcome run(String command, List<String> options, List<String> data) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(options);
    data.forEach(set -> arguments.addAll(List.of("--set", set)));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode measures(String output) throws IOException {
    JsonNode measures = JSON.readTree(folder.resolve(output + "/summary.json").toFile());
    assertThat(measures.path("train").path("logLoss").isNumber()).isTrue();
    // Removes what train adds to the metrics.
    return ((ObjectNode) measures.path("train"))
        .remove(List.of("baseline", "classes", "features", "partitions"));
  }

  /** The tables of metrics in the output. */
  private static List<String> table(InProcess.Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.matches("\\S+ +[\\d,]+( +\\d\\.\\d{4})+"))
        .toList();
  }

  private void assertEvaluatesAsTrained(List<String> data) throws IOException {
    InProcess.Outcome trained = run("train", List.of("--output", at("run")), data);
    InProcess.Outcome evaluated =
        run("evaluate", List.of("--model", at("run"), "--output", at("evaluation")), data);
    assertThat(measures("evaluation")).isEqualTo(measures("run"));
    assertThat(table(trained)).isNotEmpty().isEqualTo(table(evaluated));
  }

  @ParameterizedTest
  @ValueSource(strings = {"off5", "ymd"})
  void evaluateGivesTheMeasuresOfTrain(String file) throws IOException {
    Assumptions.assumeTrue(FOLDER.toFile().isDirectory(), FOLDER + " is not there");
    assertEvaluatesAsTrained(
        List.of("data.format=csv", "data.path=" + FOLDER.resolve(file + ".csv").toAbsolutePath()));
  }

  /** The first column is 1.7e9 + t in every row; the other columns are sparse. */
  private List<double[]> rows() {
    Random random = new Random(3);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double[] row = new double[FEATURES];
      row[0] = 1.7e9 + random.nextInt(64);
      for (int n = 0; n < 5; n++) {
        row[1 + random.nextInt(FEATURES - 1)] = 1 + random.nextInt(3);
      }
      rows.add(row);
    }
    return rows;
  }

  private List<String> libsvm(String name, List<double[]> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    for (double[] row : rows) {
      StringBuilder line = new StringBuilder();
      line.append((row[0] > 1.7e9 + 32 ? 1 : 0) + (row[1] + row[2] + row[3] > 0 ? 1 : 0));
      for (int j = 0; j < row.length; j++) {
        if (row[j] != 0) {
          line.append(String.format(Locale.ROOT, " %d:%.0f", j + 1, row[j]));
        }
      }
      lines.add(line.toString());
    }
    Path file = Files.write(folder.resolve(name), lines);
    return List.of("data.format=libsvm", "data.num-features=" + FEATURES, "data.path=" + file);
  }

  @Test
  void aColumnThatEverySparseRowHasMayBeAbsentWherePredictionsAreMade() throws IOException {
    List<double[]> rows = rows();
    assertEvaluatesAsTrained(libsvm("train.libsvm", rows));
    SoftmaxModel model = ModelStore.load(at("run"), new Configuration());
    assertThat(model.units().centre(0)).isBetween(1.7e9, 1.7e9 + 64);
    assertThat(Arrays.stream(model.units().centres()).filter(c -> c != 0)).hasSize(1);
    for (int i = 0; i < rows.size(); i += 2) {
      rows.get(i)[0] = 0;
    }
    List<String> data = libsvm("absent.libsvm", rows);
    Scores expected = Naive.scores(model, rows.toArray(double[][]::new));
    for (String storage : List.of("auto", "f64")) {
      List<String> sets = new ArrayList<>(data);
      sets.add("data.storage=" + storage);
      String output = at("predictions-" + storage);
      run("predict", List.of("--model", at("run"), "--output", output, "--format", "json"), sets);
      Scores scores = predictions(Path.of(output));
      assertThat(scores.labels()).isEqualTo(expected.labels());
      assertThat(scores.distance(expected)).isLessThan(1e-6);
    }
  }

  private static Scores predictions(Path output) throws IOException {
    List<String> labels = new ArrayList<>();
    List<double[]> probabilities = new ArrayList<>();
    for (JsonNode row : PredictedRows.in(output)) {
      labels.add(row.path("prediction").asText());
      probabilities.add(JSON.convertValue(row.path("probability"), double[].class));
    }
    return new Scores(labels, probabilities.toArray(double[][]::new));
  }
}
