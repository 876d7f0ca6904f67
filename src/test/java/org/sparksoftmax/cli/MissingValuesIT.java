package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.DenseVector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.OnnxScorer;
import org.sparksoftmax.model.export.PmmlScorer;
import org.sparksoftmax.model.export.Scores;
import org.sparksoftmax.train.ModelStore;

/** Missing values are replaced as learned from the training rows, wherever the model is applied. */
class MissingValuesIT {

  private static final int ROWS = 400;

  @TempDir private static Path folder;

  /** The rows: x and c may be missing, y never is. */
  private record Line(Double x, double y, String c, String label) {

    String csv() {
      return String.format(
          Locale.ROOT, "%s,%s,%s,%s", x == null ? "NA" : x, y, c == null ? "" : c, label);
    }

    /** With the replacements as columns of their own. */
    String filled(double mean) {
      return String.format(
          Locale.ROOT,
          "%s,%s,%s,%s,%s,%s",
          x == null ? mean : x,
          x == null ? 1 : 0,
          y,
          c == null ? 1 : 0,
          ofC(),
          label);
    }

    private String ofC() {
      return String.format(
          Locale.ROOT, "%s,%s", "north".equals(c) ? 1 : 0, "south".equals(c) ? 1 : 0);
    }

    /** The features of the model; NaN where x is missing. */
    double[] features() {
      double[] features = {
        x == null ? Double.NaN : x, 0, y, c == null ? 1 : 0, "north".equals(c) ? 1 : 0, 0
      };
      features[5] = "south".equals(c) ? 1 : 0;
      return features;
    }
  }

  private static List<Line> lines(int seed) {
    Random random = new Random(seed);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int k = random.nextInt(3);
      Double x = random.nextInt(5) == k ? null : k + random.nextGaussian();
      String c = random.nextInt(4) == k ? null : random.nextInt(3) < k ? "north" : "south";
      lines.add(new Line(x, random.nextGaussian() - k, c, List.of("a", "b", "c").get(k)));
    }
    return lines;
  }

  private static final List<Line> TRAINING = lines(1);
  private static final List<Line> OTHERS = lines(2);

  private static InProcess.Outcome run(String command, List<String> options, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(options);
    Stream.of(sets).forEach(set -> arguments.addAll(List.of("--set", set)));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private static String write(String name, String header, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(header));
    all.addAll(lines);
    return Files.write(folder.resolve(name), all).toString();
  }

  private static SoftmaxModel model(String name) {
    return ModelStore.load(folder.resolve(name).toString(), new Configuration());
  }

  private static void train(String name, String path, String... sets) {
    List<String> all = new ArrayList<>(List.of("data.path=" + path, "optimizer.tolerance=1e-9"));
    all.addAll(List.of(sets));
    run("train", List.of("--output", folder.resolve(name).toString()), all.toArray(String[]::new));
  }

  @BeforeAll
  static void train() throws IOException {
    String path = write("rows.csv", "x,y,c,label", TRAINING.stream().map(Line::csv).toList());
    String others =
        write(
            "others.csv",
            "x,y,c,label",
            OTHERS.stream().map(line -> new Line(1e9, line.y, line.c, line.label).csv()).toList());
    train(
        "model",
        path,
        "data.validation.path=" + others,
        "data.categorical-columns=[c]",
        "data.missing=mean",
        "data.missing-indicators=true");
  }

  @Test
  void theModelIsThatOfRowsFilledByHand() throws IOException {
    double mean =
        TRAINING.stream().filter(line -> line.x != null).mapToDouble(Line::x).average().orElse(0);
    String filled =
        write(
            "filled.csv",
            "x,xm,y,c0,cn,cs,label",
            TRAINING.stream().map(line -> line.filled(mean)).toList());
    train("filled", filled);
    SoftmaxModel model = model("model");
    SoftmaxModel byHand = model("filled");
    assertThat(model.schema().featureNames())
        .containsExactly("x", "x is missing", "y", "c is missing", "c=north", "c=south");
    assertThat(model.schema().columns().get(0).imputation().orElseThrow().fill())
        .isCloseTo(mean, within(1e-12));
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 6; j++) {
        assertThat(model.weight(k, j)).isCloseTo(byHand.weight(k, j), within(1e-5));
      }
    }
  }

  private static InProcess.Outcome predict(String path, String output, String... sets) {
    List<String> all = new ArrayList<>(List.of("data.path=" + path));
    all.addAll(List.of(sets));
    return run(
        "predict",
        List.of(
            "--model",
            folder.resolve("model").toString(),
            "--format",
            "json",
            "--output",
            folder.resolve(output).toString()),
        all.toArray(String[]::new));
  }

  @Test
  void evaluationTransformAndExportsReplaceAsPredictDoes() throws Exception {
    String path = write("new.csv", "x,y,c", OTHERS.stream().map(l -> cells(l.csv(), 3)).toList());
    predict(path, "predicted", "data.storage=f64");
    List<JsonNode> rows = PredictedRows.in(folder.resolve("predicted"));
    assertThat(rows).hasSize(ROWS);
    double[][] expected = new double[ROWS][3];
    int right = 0;
    for (int i = 0; i < ROWS; i++) {
      assertThat(rows.get(i).path("reason").isNull()).isTrue();
      for (int k = 0; k < 3; k++) {
        expected[i][k] = rows.get(i).path("probability").path(k).asDouble();
      }
      right += rows.get(i).path("prediction").asText().equals(OTHERS.get(i).label) ? 1 : 0;
    }
    String labelled = write("labelled.csv", "x,y,c,label", OTHERS.stream().map(Line::csv).toList());
    InProcess.Outcome evaluated =
        run(
            "evaluate",
            List.of("--model", folder.resolve("model").toString()),
            "data.path=" + labelled);
    assertThat(evaluated.out())
        .containsPattern(
            String.format(Locale.ROOT, "train +%d +%.4f ", ROWS, right / (double) ROWS));

    SoftmaxClassificationModel stage = new SoftmaxClassificationModel("softmax", model("model"));
    for (int i = 0; i < ROWS; i++) {
      assertThat(stage.predictProbability(new DenseVector(OTHERS.get(i).features())).toArray())
          .containsExactly(expected[i], within(1e-12));
    }
    assertScores(onnx(), expected);
    assertScores(pmml(), expected);
  }

  private static void assertScores(Scores scores, double[][] expected) {
    for (int i = 0; i < ROWS; i++) {
      assertThat(scores.probabilities()[i]).containsExactly(expected[i], within(1e-6));
    }
  }

  private static Path export(String format) {
    Path file = folder.resolve("model." + format);
    run(
        "export",
        List.of(
            "--model",
            folder.resolve("model").toString(),
            "--format",
            format,
            "--output",
            file.toString()));
    return file;
  }

  private static Scores onnx() throws Exception {
    try (OnnxScorer scorer = new OnnxScorer(export("onnx"))) {
      return scorer.scoreDoubles(OTHERS.stream().map(Line::features).toArray(double[][]::new));
    }
  }

  private static Scores pmml() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Line line : OTHERS) {
      Map<String, Object> row = new HashMap<>(Map.of("y", line.y));
      row.put("x", line.x);
      row.put("c", line.c);
      rows.add(row);
    }
    return new PmmlScorer(export("pmml")).score(rows);
  }

  private static String cells(String csv, int count) {
    return String.join(",", List.of(csv.split(",", -1)).subList(0, count));
  }

  @Test
  void columnsWithoutAnyValueAreNamed() throws IOException {
    String path =
        write(
            "empty.csv",
            "x,d,u,c,v,label",
            List.of("1,,NA,,0,a", "2,,,?,,b", "1,,,,0,a", "2,,,,0,b"));
    InProcess.Outcome outcome =
        run(
            "train",
            List.of("--output", folder.resolve("empty").toString()),
            "data.path=" + path,
            "data.missing=zero",
            "data.categorical-columns=[c]",
            "data.datetime-columns=[d]",
            "data.datetime-parts=[day-of-week]");
    assertThat(outcome.out().lines().filter(line -> line.startsWith("note: ")))
        .containsExactly(
            "note: no training row has a value in columns 'd', 'u', 'c': a constant feature"
                + " (data.exclude-columns leaves it out)");
  }

  @Test
  void everyRowHasAPredictionOrAReason() throws IOException {
    String path =
        write(
            "dirty.csv",
            "x,y,c,prediction,reason",
            List.of(
                "1,2,north,p,r",
                "1,,south,p,r",
                "x,2,south,p,r",
                "1,2,north",
                "NA,2,,p,r",
                "1,2,west,p,r"));
    InProcess.Outcome outcome =
        predict(path, "dirty", "data.missing=fail", "data.bad-rows=quarantine");
    List<JsonNode> rows = PredictedRows.in(folder.resolve("dirty"));
    assertThat(rows).hasSize(6);
    List<String> reasons =
        rows.stream().map(row -> row.path("reason").asText("").replace(path, "FILE")).toList();
    // y has a mean too, although no training row is without it
    assertThat(reasons)
        .containsExactly(
            "",
            "",
            "FILE:4: column 'x' holds 'x', which is not a number: list the column in"
                + " data.categorical-columns to one-hot encode it, in data.datetime-columns if it is"
                + " a date, or in data.exclude-columns",
            "FILE:5: the line has 3 cells, expected 5",
            "",
            "");
    for (JsonNode row : rows) {
      assertThat(row.hasNonNull("prediction")).isEqualTo(!row.hasNonNull("reason"));
      assertThat(row.hasNonNull("probability")).isEqualTo(!row.hasNonNull("reason"));
    }
    assertThat(rows.get(2).path("input_reason").asText()).isEqualTo("r");
    assertThat(rows.get(3)).filteredOn(cell -> !cell.isNull()).hasSize(1); // the reason
    assertThat(outcome.out())
        .contains("predicted 4 rows", "2 rows without a prediction, with the reason instead")
        .contains("1 row with c=west, which is not in the training data");
    assertThat(Files.readAllLines(folder.resolve("dirty/rejected/input.jsonl"))).hasSize(2);
  }
}
