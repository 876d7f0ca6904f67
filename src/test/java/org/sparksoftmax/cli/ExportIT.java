package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.ml.SoftmaxClassifier;
import org.sparksoftmax.model.export.OnnxScorer;
import org.sparksoftmax.model.export.PmmlScorer;
import org.sparksoftmax.model.export.Scores;

/** Exported models give the predictions of {@code predict} in other runtimes, on real data. */
class ExportIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGITS = "src/main/data/optdigits.tsv.gz";

  /** The error of float32 probabilities in {@code predict}. */
  private static final double FLOAT32 = 2e-5;

  @TempDir private static Path folder;

  /** The measured differences, for target/export-parity.tsv. */
  private static final List<String> TABLE =
      new ArrayList<>(
          List.of(
              "model\trows\tformat\tlabels that differ\tprobabilities, of data.storage = f64\tof the usual storage"));

  @AfterAll
  static void writeTable() throws IOException {
    Files.write(Path.of("target/export-parity.tsv"), TABLE);
    TABLE.forEach(System.out::println);
  }

  // ------------------------------------------------------------------------ commands

  private static InProcess.Outcome outcome(
      String command, List<String> options, List<String> sets) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(options);
    sets.forEach(set -> arguments.addAll(List.of("--set", set)));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private static void run(String command, List<String> options, List<String> sets) {
    InProcess.Outcome outcome = outcome(command, options, sets);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static Path at(String name) {
    return folder.resolve(name);
  }

  /** Trains; {@code data} and {@code model} are settings. */
  private static void train(String name, List<String> data, String... model) {
    List<String> sets = new ArrayList<>(data);
    sets.add("optimizer.max-iterations=20");
    sets.addAll(List.of(model));
    run("train", List.of("--output", at(name).toString()), sets);
  }

  private static Path export(String name, String format) {
    Path file = at(name + "." + format);
    InProcess.Outcome outcome = exporting(name, format, file);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("wrote " + file);
    return file;
  }

  private static InProcess.Outcome exporting(
      String name, String format, Path file, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--model", at(name).toString(), "--format", format, "--output", file.toString()));
    options.addAll(List.of(more));
    return outcome("export", options, List.of());
  }

  /**
   * The output of {@code predict}.
   *
   * @param rows the output rows, in the order of the input
   * @param exact scores computed in float64
   * @param usual scores computed with the default storage, mostly in float32
   */
  private record Predictions(List<JsonNode> rows, Scores exact, Scores usual) {

    Predictions first(int count) {
      return new Predictions(rows.subList(0, count), first(count, exact), first(count, usual));
    }

    private static Scores first(int count, Scores scores) {
      return new Scores(
          scores.labels().subList(0, count), Arrays.copyOf(scores.probabilities(), count));
    }
  }

  private static Predictions predict(String name, List<String> data) throws IOException {
    List<JsonNode> rows = predict(name, data, "f64");
    return new Predictions(rows, scores(rows), scores(predict(name, data, "auto")));
  }

  private static List<JsonNode> predict(String name, List<String> data, String storage)
      throws IOException {
    Path output = at(name + "-" + storage);
    List<String> sets = new ArrayList<>(data);
    sets.add("data.storage=" + storage);
    run(
        "predict",
        List.of("--model", at(name).toString(), "--output", output.toString(), "--format", "json"),
        sets);
    return PredictedRows.in(output);
  }

  private static Scores scores(List<JsonNode> predictions) {
    return new Scores(
        predictions.stream().map(row -> row.path("prediction").asText()).toList(),
        predictions.stream()
            .map(row -> JSON.convertValue(row.path("probability"), double[].class))
            .toArray(double[][]::new));
  }

  private static void assertSame(String name, String format, Scores scores, Predictions expected) {
    int rows = expected.rows().size();
    long differ =
        IntStream.range(0, rows)
            .filter(
                i ->
                    !scores.labels().get(i).equals(expected.exact().labels().get(i))
                        || !scores.labels().get(i).equals(expected.usual().labels().get(i)))
            .count();
    double distance = scores.distance(expected.exact());
    double usual = scores.distance(expected.usual());
    TABLE.add(
        String.format(
            Locale.ROOT,
            "%s\t%d\t%s\t%d\t%.1e\t%.1e",
            name,
            rows,
            format,
            differ,
            distance,
            usual));
    assertThat(scores.labels()).hasSize(rows);
    assertThat(differ).as("labels that differ").isZero();
    assertThat(distance).isLessThan(1e-6);
    assertThat(usual).isLessThan(FLOAT32);
  }

  private static void assertOnnx(String name, List<float[]> rows, Predictions expected)
      throws Exception {
    try (OnnxScorer scorer = new OnnxScorer(export(name, "onnx"))) {
      assertSame(name, "onnx", scorer.score(rows.size(), rows::get), expected);
    }
  }

  // ---------------------------------------------------------------------------- data

  private static List<String> tsv(Path file) {
    return List.of("data.format=tsv", "data.label-column=target", "data.path=" + file);
  }

  /** One-hot encodes a row by the feature names in the exported file. */
  private static float[] encoded(List<String> features, JsonNode row) {
    float[] x = new float[features.size()];
    for (int j = 0; j < x.length; j++) {
      String[] parts = features.get(j).split("=", 2);
      // In predictions, unnamed columns are c0, c1 and so on.
      String cell = row.path(row.has(parts[0]) ? parts[0] : "c" + parts[0]).asText();
      x[j] = parts.length == 1 ? Float.parseFloat(cell) : cell.equals(parts[1]) ? 1 : 0;
    }
    return x;
  }

  private static Map<String, String> fields(JsonNode row) {
    Map<String, String> fields = new HashMap<>();
    row.properties()
        .forEach(
            field ->
                fields.put(
                    field.getKey().replaceFirst("^c(\\d+)$", "feature_$1"),
                    field.getValue().asText()));
    return fields;
  }

  /** Checks the file that takes the columns as they are, in each precision. */
  private static void assertColumns(String name, Predictions expected) throws Exception {
    for (String precision : List.of("auto", "float64")) {
      String format = "onnx-columns-" + precision;
      Path file = at(name + "." + format);
      InProcess.Outcome outcome =
          exporting(name, "onnx", file, "--inputs", "columns", "--precision", precision);
      assertThat(outcome.code()).as(outcome.err()).isZero();
      try (OnnxScorer scorer = new OnnxScorer(file)) {
        List<Map<String, Object>> rows = expected.rows().stream().map(ExportIT::cells).toList();
        assertSame(name, format, scorer.scoreRows(rows), expected);
      }
    }
  }

  /** The cells of a row: numbers where they are some, else text. */
  private static Map<String, Object> cells(JsonNode row) {
    Map<String, Object> cells = new HashMap<>();
    fields(row).forEach((name, text) -> cells.put(name, numberOrText(text)));
    return cells;
  }

  private static Object numberOrText(String text) {
    return text.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?") ? Double.valueOf(text) : text;
  }

  /** Checks both formats on all rows of a table. */
  private static void assertTable(String name, List<String> data) throws Exception {
    Predictions expected = predict(name, data);
    assertColumns(name, expected);
    List<JsonNode> rows = expected.rows();
    try (OnnxScorer scorer = new OnnxScorer(export(name, "onnx"))) {
      List<String> features = scorer.texts("features");
      Scores scores = scorer.score(rows.size(), i -> encoded(features, rows.get(i)));
      assertSame(name, "onnx", scores, expected);
    }
    PmmlScorer scorer = new PmmlScorer(export(name, "pmml"));
    assertSame(name, "pmml", scorer.score(rows.stream().map(ExportIT::fields).toList()), expected);
  }

  private static List<float[]> images(Path idx) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(idx), 1 << 16))) {
      in.readInt(); // magic
      int rows = in.readInt();
      int pixels = in.readInt() * in.readInt();
      List<float[]> images = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        byte[] bytes = in.readNBytes(pixels);
        float[] image = new float[pixels];
        for (int j = 0; j < pixels; j++) {
          image[j] = bytes[j] & 0xFF;
        }
        images.add(image);
      }
      return images;
    }
  }

  private static final class Fashion {
    static List<String> data(String part) {
      return List.of(
          "data.format=idx",
          "data.feature-multiplier=0.00392156862745098",
          "data.path=" + file(part + "-images-idx3-ubyte.gz"),
          "data.labels-path=" + file(part + "-labels-idx1-ubyte.gz"));
    }

    static Path file(String name) {
      return SharedData.file("fashion-mnist/" + name);
    }

    static List<float[]> test() throws IOException {
      return images(file("t10k-images-idx3-ubyte.gz"));
    }
  }

  private static List<Map<String, Float>> pixels(List<float[]> images) {
    return images.stream()
        .map(
            image -> {
              Map<String, Float> row = new HashMap<>();
              for (int j = 0; j < image.length; j++) {
                row.put("feature_" + j, image[j]);
              }
              return row;
            })
        .toList();
  }

  // --------------------------------------------------------------------------- tests

  @Test
  void digits() throws Exception {
    List<String> data = tsv(Path.of(DIGITS).toAbsolutePath());
    train(
        "digits",
        data,
        "standardization=true",
        "data.validation.fraction=0.2",
        "calibration=temperature",
        "data.feature-multiplier=0.0625");
    assertThat(JSON.readTree(at("digits/summary.json").toFile()).path("temperature").asDouble())
        .isNotEqualTo(1.0);
    assertTable("digits", data);
  }

  @Test
  void digitsNetwork() throws Exception {
    List<String> data = tsv(Path.of(DIGITS).toAbsolutePath());
    train(
        "digits-network",
        data,
        "model.type=network",
        "model.hidden-layers=[64,32]",
        "model.activation=gelu");
    Predictions expected = predict("digits-network", data);
    List<JsonNode> rows = expected.rows();
    try (OnnxScorer scorer = new OnnxScorer(export("digits-network", "onnx"))) {
      List<String> features = scorer.texts("features");
      Scores scores = scorer.score(rows.size(), i -> encoded(features, rows.get(i)));
      assertSame("digits-network", "onnx", scores, expected);
    }
    InProcess.Outcome pmml = exporting("digits-network", "pmml", at("no/network.pmml"));
    assertThat(pmml.code()).isEqualTo(ExitCode.USAGE);
    assertThat(pmml.err())
        .isEqualTo(
            "Cannot export the model to pmml: it is a network (hidden layers: 64 gelu, 32 gelu), and pmml is written of linear models only; --format onnx takes networks\n");
    assertThat(at("no")).doesNotExist();
  }

  @Test
  void fashionMnist() throws Exception {
    train("fashion", Fashion.data("train"), "optimizer.max-iterations=10");
    Predictions expected = predict("fashion", Fashion.data("t10k"));
    List<float[]> rows = Fashion.test();
    assertOnnx("fashion", rows, expected);
    assertSame(
        "fashion",
        "pmml",
        new PmmlScorer(export("fashion", "pmml")).score(pixels(rows.subList(0, 1000))),
        expected.first(1000));
  }

  @Test
  void fashionMnistNetwork() throws Exception {
    train(
        "fashion-network",
        Fashion.data("train"),
        "model.type=network",
        "model.hidden-layers=[256]",
        "optimizer.max-iterations=10");
    assertOnnx("fashion-network", Fashion.test(), predict("fashion-network", Fashion.data("t10k")));
  }

  @Test
  void news20() throws Exception {
    List<String> libsvm = List.of("data.format=libsvm", "data.num-features=46818");
    Path test = SharedData.file("news20/news20_test_counts.libsvm.gz");
    List<String> training = new ArrayList<>(libsvm);
    training.add("data.path=" + SharedData.file("news20/news20_train_counts.libsvm.gz"));
    train("news20", training, "regularization.strength=0.0001", "optimizer.max-iterations=10");
    List<String> testing = new ArrayList<>(libsvm);
    testing.add("data.path=" + test);
    Predictions expected = predict("news20", testing);
    List<Map<String, Float>> rows = sparse(test);
    try (OnnxScorer scorer = new OnnxScorer(export("news20", "onnx"))) {
      Scores scores = scorer.score(rows.size(), i -> dense(rows.get(i), 46818));
      assertSame("news20", "onnx", scores, expected);
    }
    PmmlScorer scorer = new PmmlScorer(export("news20", "pmml")); // 50 ms a row
    assertSame("news20", "pmml", scorer.score(rows.subList(0, 50)), expected.first(50));
  }

  /** The values of each row, by the names of the fields in PMML. */
  private static List<Map<String, Float>> sparse(Path libsvm) throws IOException {
    try (BufferedReader lines = reader(libsvm)) {
      return lines
          .lines()
          .map(
              line -> {
                Map<String, Float> row = new HashMap<>();
                String[] words = line.trim().split(" +");
                for (int w = 1; w < words.length; w++) {
                  String[] parts = words[w].split(":");
                  row.put("feature_" + (Integer.parseInt(parts[0]) - 1), Float.valueOf(parts[1]));
                }
                return row;
              })
          .toList();
    }
  }

  private static BufferedReader reader(Path gzipped) throws IOException {
    InputStream in = new GZIPInputStream(Files.newInputStream(gzipped), 1 << 16);
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static float[] dense(Map<String, Float> row, int features) {
    float[] x = new float[features];
    row.forEach((field, value) -> x[Integer.parseInt(field.substring(8))] = value);
    return x;
  }

  @Test
  void nursery() throws Exception {
    Path file = SharedData.file("pmlb/nursery.tsv.gz");
    Path named = at("nursery.tsv"); // with text labels
    try (BufferedReader lines = reader(file)) {
      Files.write(
          named, lines.lines().map(line -> line.replaceFirst("\t(\\d)$", "\tclass $1")).toList());
    }
    List<String> data = new ArrayList<>(tsv(named));
    train(
        "nursery",
        data,
        "data.categorical-columns=[parents,has_nurs,form,housing,health]",
        "regularization.strength=0.001");
    assertTable("nursery", data);
  }

  @Test
  void kddcup() throws Exception {
    Path part = at("kdd.csv");
    try (BufferedReader lines = reader(SharedData.file("kddcup99/kddcup.data_10_percent.gz"))) {
      Files.write(part, lines.lines().limit(30000).toList());
    }
    List<String> data =
        List.of(
            "data.format=csv", "data.header=false", "data.label-column=-1", "data.path=" + part);
    train(
        "kddcup",
        data,
        "data.categorical-columns=[1,2,3]",
        "standardization=true",
        "regularization.strength=0.0001");
    assertTable("kddcup", data);
  }

  @Test
  void optionsOfOnnxAreChecked() throws IOException {
    train("flowers", tsv(Path.of("src/main/data/iris.tsv.gz").toAbsolutePath()));
    Path file = at("flowers.onnx");
    InProcess.Outcome done =
        exporting("flowers", "onnx", file, "--inputs", "columns", "--precision", "float64");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out().lines())
        .containsExactly(
            "inputs: sepal-length, double [rows, 1]; sepal-width, double [rows, 1]; petal-length, double [rows, 1]; petal-width, double [rows, 1]",
            "outputs: label, int64 [rows]; probabilities, double [rows, 3]",
            "computes in float64",
            "classes, in order: 0 1 2",
            "wrote " + file);
    assertUsage(
        exporting("flowers", "onnx", file, "--inputs", "rows"),
        "Invalid --inputs rows (must be one of vector, columns)");
    assertUsage(
        exporting("flowers", "onnx", file, "--precision", "float16"),
        "Invalid --precision float16 (must be one of auto, float32, float64)");
    assertUsage(
        exporting("flowers", "onnx", file, "--model-version", "0"),
        "Invalid --model-version 0 (must be > 0)");
    assertUsage(
        exporting("flowers", "pmml", file, "--inputs", "vector"),
        "Invalid --inputs vector for --format pmml: it is for onnx; pmml always takes columns, and mllib a vector");
    assertUsage(
        exporting("flowers", "mllib", file, "--precision", "float32"),
        "Invalid --precision float32 for --format mllib: it is for onnx; pmml and mllib compute in float64");
  }

  private static void assertUsage(InProcess.Outcome outcome, String message) {
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).isEqualTo(message + "\n");
  }

  @Test
  void aSavedPipelineIsTheModelOfItsStage() throws Exception {
    List<float[]> rows = List.of(new float[] {1, 2}, new float[] {-1, 0.5f});
    Scores expected = savePipelines(rows);
    for (String name : List.of("pipeline", "validation")) {
      Path file = at(name + ".onnx");
      InProcess.Outcome outcome = exporting(name, "onnx", file);
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out())
          .startsWith("model: the stage " + at(name))
          .contains(
              "; its features are those that the stages before it compute, which the export does not contain\n");
      try (OnnxScorer scorer = new OnnxScorer(file)) {
        Scores scores = scorer.score(2, rows::get);
        assertThat(scores.labels()).isEqualTo(expected.labels());
        assertThat(scores.distance(expected)).isLessThan(1e-6);
      }
    }
    InProcess.Outcome described =
        outcome("describe", List.of("--model", at("pipeline").toString()), List.of());
    assertThat(described.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(described.err())
        .contains("; it is a saved pipeline whose model is the stage " + at("pipeline/stages/1_"));
  }

  /** Saves a pipeline, and a cross-validation of it; returns the predictions of both for rows. */
  private static Scores savePipelines(List<float[]> rows) throws IOException {
    SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate();
    try {
      Dataset<Row> data =
          spark.sql(
              "select double(id % 3) as label, double(id % 3 - id % 7 / 7) as x, double(id % 5) as y from range(60)");
      SoftmaxClassifier classifier = new SoftmaxClassifier().setRegParam(0.01);
      VectorAssembler assembler =
          new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("features");
      Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {assembler, classifier});
      PipelineModel model = pipeline.fit(data);
      model.write().save(at("pipeline").toString());
      new CrossValidator()
          .setEstimator(pipeline)
          .setEstimatorParamMaps(new ParamGridBuilder().build())
          .setEvaluator(new MulticlassClassificationEvaluator())
          .setNumFolds(2)
          .fit(data)
          .write()
          .save(at("validation").toString());
      SoftmaxClassificationModel stage = (SoftmaxClassificationModel) model.stages()[1];
      List<String> labels = new ArrayList<>();
      double[][] probabilities = new double[rows.size()][];
      for (int i = 0; i < probabilities.length; i++) {
        Vector features = Vectors.dense(rows.get(i)[0], rows.get(i)[1]);
        labels.add(stage.labels()[(int) stage.predict(features)]);
        probabilities[i] = stage.predictProbability(features).toArray();
      }
      return new Scores(labels, probabilities);
    } finally {
      spark.stop();
    }
  }

  @Test
  void datesAsNumbersNeedFloat64() throws IOException {
    Path rows = at("dates.csv");
    List<String> lines = new ArrayList<>(List.of("date,x,label"));
    for (int i = 0; i < 200; i++) {
      lines.add(
          String.format(Locale.ROOT, "%d,%d,%s", 20240101 + i, i % 7, i % 2 == 0 ? "a" : "b"));
    }
    Files.write(rows, lines);
    train("dates", List.of("data.path=" + rows));
    InProcess.Outcome refused =
        exporting("dates", "onnx", at("dates.onnx"), "--precision", "float32");
    assertThat(refused.err())
        .startsWith(
            "Cannot export the model to onnx in float32: it rounds the values of feature 'date' too coarsely, which are near 2.024")
        .endsWith("; use the precision float64 or auto\n");
    assertThat(at("dates.onnx")).doesNotExist();
    assertThat(exporting("dates", "onnx", at("dates.onnx")).out())
        .contains("input: features, double [rows, 2]", "computes in float64");
  }

  @Test
  void aFileIsReplacedOnlyWhenAskedAndOnlyByItsOwnFormat() throws IOException {
    train("iris", tsv(Path.of("src/main/data/iris.tsv.gz").toAbsolutePath()));
    Path file = export("iris", "onnx");
    byte[] onnx = Files.readAllBytes(file);
    InProcess.Outcome again = exporting("iris", "onnx", file);
    assertThat(again.code()).isEqualTo(ExitCode.BAD_OUTPUT);
    assertThat(again.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Cannot write to --output %s: it already exists; name another file or add --overwrite\n",
                file));
    InProcess.Outcome other = exporting("iris", "pmml", file, "--overwrite");
    assertThat(other.code()).isEqualTo(ExitCode.BAD_OUTPUT);
    assertThat(other.err())
        .contains("it is not an earlier export of this format; name another file");
    assertThat(file).hasBinaryContent(onnx);
    assertThat(exporting("iris", "onnx", file, "--overwrite").code()).isZero();
    assertThat(file).hasBinaryContent(onnx);
    InProcess.Outcome unknown = exporting("iris", "onyx", file);
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).isEqualTo("Invalid --format onyx (must be onnx, pmml or mllib)\n");
    InProcess.Outcome missing = exporting("nothing", "onnx", at("nothing.onnx"));
    assertThat(missing.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(missing.err()).startsWith("Cannot find a model in --model ");
  }
}
