package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.ModelFile;
import org.sparksoftmax.model.export.Naive;
import org.sparksoftmax.model.export.OnnxFile;
import org.sparksoftmax.model.export.OnnxScorer;
import org.sparksoftmax.model.export.PmmlFile;
import org.sparksoftmax.model.export.PmmlScorer;
import org.sparksoftmax.model.export.Scores;
import org.sparksoftmax.run.SoftmaxJob;
import org.sparksoftmax.train.mllib.MllibModels;

/**
 * Models of columns far from 0 compared with their spread: every way to predict gives the
 * probabilities of W (x − c) + b′ in float64.
 */
class OffsetsParityIT {

  private static final Path FOLDER = Path.of("../shared/field/offsets");
  private static final double NEAR = 1e-6;

  /** A network need not be at an optimum to be compared with itself. */
  private static final String ENOUGH = "optimizer.max-iterations=60";

  /** The measured differences, for target/offsets-parity.tsv. */
  private static final List<String> TABLE =
      new ArrayList<>(List.of("file\tmodel\tform\tprobabilities\tlabels that differ"));

  private static SparkSession spark;

  @TempDir private static Path folder;

  private record Case(String file, String model, List<String> sets) {

    @Override
    public String toString() {
      return file + ", " + model;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
            "off5", "price", "coords", "salary", "years", "ymd", "mini-prices", "mini-dates")
        .flatMap(
            file ->
                Stream.of(
                    new Case(file, "linear", List.of()),
                    new Case(file, "linear, no intercepts", List.of("model.intercept=false")),
                    new Case(
                        file,
                        "network",
                        List.of(
                            "model.type=network",
                            "model.hidden-layers=[4]",
                            ENOUGH,
                            "standardization=true")),
                    new Case(
                        file,
                        "network, no intercepts",
                        List.of(
                            "model.type=network",
                            "model.hidden-layers=[4]",
                            "model.intercept=false",
                            ENOUGH,
                            "standardization=true"))));
  }

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(FOLDER.toFile().isDirectory(), FOLDER + " is not there");
    spark = OptimaSession.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (spark != null) {
      spark.stop();
      Files.write(Path.of("target/offsets-parity.tsv"), TABLE);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyWayToPredictGivesTheSameProbabilities(Case run) throws Exception {
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "csv")
            .set("data.path", FOLDER.resolve(run.file + ".csv"));
    for (String set : run.sets) {
      String[] parts = set.split("=", 2);
      job = job.set(parts[0], parts[1]);
    }
    String saved = Files.createTempDirectory(folder, "run").resolve("model").toString();
    job.save(job.train().model(), saved);
    SoftmaxModel model = job.load(saved);
    List<Row> predictions = job.predict(model).collectAsList();
    List<String> names = model.schema().featureNames();
    List<Map<String, String>> cells = predictions.stream().map(row -> cells(row, names)).toList();
    double[][] rows =
        cells.stream()
            .map(row -> row.values().stream().mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);

    Map<String, Scores> all = new LinkedHashMap<>();
    all.put("predict", predicted(predictions));
    try (OnnxScorer onnx = new OnnxScorer(write(model, new OnnxFile()))) {
      assertThat(onnx.takesDoubles())
          .isEqualTo(model.units().isCentred() || model.units().needsFloat64());
      all.put(onnx.takesDoubles() ? "ONNX, double" : "ONNX, float", onnx.scoreDoubles(rows));
    }
    all.put("transform", transformed(saved, model, rows));
    if (model.isLinear()) {
      all.put("PMML", new PmmlScorer(write(model, new PmmlFile())).score(cells));
      all.put("MLlib", loadedByMllib(model, rows));
    }
    assertSame(run, all, Naive.scores(model, rows));
  }

  private static Map<String, String> cells(Row row, List<String> names) {
    Map<String, String> cells = new LinkedHashMap<>();
    names.forEach(name -> cells.put(name, row.get(row.fieldIndex(name)).toString()));
    return cells;
  }

  private static Scores predicted(List<Row> predictions) {
    return new Scores(
        predictions.stream().map(row -> row.<String>getAs("prediction")).toList(),
        predictions.stream()
            .map(row -> row.<Double>getList(row.fieldIndex("probability")))
            .map(p -> p.stream().mapToDouble(value -> value).toArray())
            .toArray(double[][]::new));
  }

  private static Path write(SoftmaxModel model, ModelFile form) throws IOException {
    Path file = Files.createTempFile(folder, "model", "." + form.name());
    try (OutputStream out = Files.newOutputStream(file)) {
      form.write(model, out);
    }
    return file;
  }

  private static Scores transformed(String saved, SoftmaxModel model, double[][] rows) {
    SoftmaxClassificationModel stage = SoftmaxClassificationModel.ofRun(saved, spark);
    return scores(
        model,
        Arrays.stream(rows)
            .map(row -> stage.predictProbability(Vectors.dense(row)).toArray())
            .toArray(double[][]::new));
  }

  private static Scores loadedByMllib(SoftmaxModel model, double[][] rows) throws IOException {
    String path = Files.createTempDirectory(folder, "mllib").resolve("model").toString();
    MllibModels.of(model).write().session(spark).save(path);
    LogisticRegressionModel loaded = LogisticRegressionModel.load(path);
    return scores(
        model,
        Arrays.stream(rows)
            .map(row -> loaded.predictProbability(Vectors.dense(row)).toArray())
            .toArray(double[][]::new));
  }

  private static Scores scores(SoftmaxModel model, double[][] probabilities) {
    List<String> labels =
        Arrays.stream(probabilities)
            .map(p -> model.classes().label(Vectors.dense(p).argmax()))
            .toList();
    return new Scores(labels, probabilities);
  }

  private static void assertSame(Case run, Map<String, Scores> all, Scores expected) {
    all.forEach(
        (form, scores) -> {
          long differ =
              IntStream.range(0, expected.labels().size())
                  .filter(i -> !scores.labels().get(i).equals(expected.labels().get(i)))
                  .count();
          double distance = scores.distance(expected);
          TABLE.add(
              String.format(
                  Locale.ROOT,
                  "%s\t%s\t%s\t%.1e\t%d",
                  run.file,
                  run.model,
                  form,
                  distance,
                  differ));
        });
    all.forEach(
        (form, scores) -> {
          assertThat(scores.distance(expected)).as("%s, %s", run, form).isLessThan(NEAR);
          assertThat(scores.labels()).as("%s, %s", run, form).isEqualTo(expected.labels());
        });
  }
}
