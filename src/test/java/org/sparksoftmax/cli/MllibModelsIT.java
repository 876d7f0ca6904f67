package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges models between spark-softmax and plain Spark, on the bundled data. */
class MllibModelsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STRENGTH = "regularization.strength=0.001";

  @TempDir private static Path folder;

  /** Trains on iris from θ = 0, and trains MLlib models of all its classes and of two of them. */
  @BeforeAll
  static void train() throws IOException {
    run("train", "--output", at("run"), "--set", STRENGTH);
    List<String> names = List.of("setosa", "versicolor");
    Files.write(
        folder.resolve("two.tsv"),
        lines(Path.of("src/main/data/iris.tsv.gz"))
            .filter(row -> !row.endsWith("\t2"))
            .map(row -> row.replaceFirst("\t0$", "\t" + names.get(0)))
            .map(row -> row.replaceFirst("\t1$", "\t" + names.get(1)))
            .toList());
    try (SparkSession spark = session()) {
      Dataset<Row> iris = assembled(spark);
      logisticRegression(0.001).fit(iris).save(at("multinomial"));
      // The penalty on -w/2 and w/2 is half of that on w.
      logisticRegression(0.0005).fit(iris.filter("target < 2")).save(at("binomial"));
    }
  }

  private static Stream<String> lines(Path gzipped) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gzipped))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }

  private static LogisticRegression logisticRegression(double strength) {
    return new LogisticRegression()
        .setLabelCol("target")
        .setStandardization(false)
        .setRegParam(strength)
        .setTol(1e-9)
        .setMaxIter(60);
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.codegen.wholeStage", false) // compilation takes longer than the query
        .getOrCreate();
  }

  private static Dataset<Row> assembled(SparkSession spark) {
    Dataset<Row> rows =
        spark
            .read()
            .option("sep", "\t")
            .option("header", true)
            .option("inferSchema", true)
            .csv("src/main/data/iris.tsv.gz");
    return features(rows, "target").coalesce(1).cache();
  }

  private static Dataset<Row> features(Dataset<Row> rows, String... others) {
    String[] columns =
        Arrays.stream(rows.columns())
            .filter(column -> !List.of(others).contains(column))
            .toArray(String[]::new);
    Dataset<Row> numbers = rows;
    for (String column : columns) { // predict keeps the cells of a text file as text
      numbers = numbers.withColumn(column, rows.col(column).cast("double"));
    }
    return new VectorAssembler().setInputCols(columns).setOutputCol("features").transform(numbers);
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  /** Runs a command on iris, unless the arguments name other data. */
  private static InProcess.Outcome outcome(String... arguments) {
    List<String> iris =
        List.of(
            "--set", "data.format=tsv",
            "--set", "data.label-column=target",
            "--set", "data.storage=f64",
            "--set", "data.path=" + Path.of("src/main/data/iris.tsv.gz").toAbsolutePath());
    return InProcess.run(
        Stream.of(Stream.of(arguments[0]), iris.stream(), Arrays.stream(arguments).skip(1))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static InProcess.Outcome run(String... arguments) {
    InProcess.Outcome outcome = outcome(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private static InProcess.Outcome trainFrom(String start, String output, String... settings) {
    return run(
        Stream.concat(
                Stream.of(
                    "train",
                    "--output",
                    at(output),
                    "--set",
                    STRENGTH,
                    "--set",
                    "optimizer.warm-start=" + at(start)),
                Arrays.stream(settings).flatMap(setting -> Stream.of("--set", setting)))
            .toArray(String[]::new));
  }

  private static JsonNode summary(String run) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(run).resolve("summary.json")));
  }

  private static JsonNode firstLine(String run) throws IOException {
    return JSON.readTree(Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl")).get(0));
  }

  @Test
  void plainSparkPredictsWithAnExportedModelAsPredictDoes() throws IOException {
    String digits = "data.path=" + Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();
    String few = "optimizer.max-iterations=10";
    run("train", "--output", at("digits"), "--set", digits, "--set", STRENGTH, "--set", few);
    InProcess.Outcome exported =
        InProcess.run(
            "export", "--model", at("digits"), "--format", "mllib", "--output", at("out/mllib"));
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(exported.out())
        .contains("features: a vector of size 64")
        .contains("0 = 0, 1 = 1")
        .contains("wrote " + at("out/mllib"));
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files).containsExactly(folder.resolve("out/mllib"));
    }
    assertThat(JSON.readTree(folder.resolve("out/mllib/labels.json").toFile()))
        .extracting(JsonNode::asText)
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    run("predict", "--model", at("digits"), "--output", at("ours"), "--set", digits);
    try (SparkSession spark = session()) {
      Dataset<Row> ours =
          spark
              .read()
              .parquet(at("ours"))
              .drop("reason")
              .withColumnsRenamed(Map.of("prediction", "label", "probability", "probabilities"));
      List<Row> rows =
          LogisticRegressionModel.load(at("out/mllib"))
              .transform(features(ours, "target", "label", "probabilities"))
              .select("label", "probabilities", "prediction", "probability")
              .collectAsList();
      assertThat(rows).hasSize(5620);
      for (Row row : rows) {
        assertThat((int) row.getDouble(2)).isEqualTo(Integer.parseInt(row.getString(0)));
        double[] probabilities = row.<Double>getList(1).stream().mapToDouble(p -> p).toArray();
        assertThat(row.<Vector>getAs(3).toArray()).containsExactly(probabilities, within(1e-12));
      }
    }
  }

  @Test
  void anExportIsReplacedOnlyWhenAskedAndStartsARunByItsLabels() throws IOException {
    String[] export = {
      "export", "--model", at("run"), "--format", "mllib", "--output", at("replaced")
    };
    assertThat(InProcess.run(export).code()).isZero();
    InProcess.Outcome again = InProcess.run(export);
    assertThat(again.code()).isEqualTo(ExitCode.BAD_OUTPUT);
    assertThat(again.err()).contains("it is not empty; name another folder or add --overwrite");
    String[] overwrite = Arrays.copyOf(export, export.length + 1);
    overwrite[export.length] = "--overwrite";
    assertThat(InProcess.run(overwrite).code()).isZero();
    trainFrom("replaced", "round-trip");
    assertThat(summary("round-trip").path("iterations").asInt()).isZero();
    assertThat(summary("round-trip").path("modelSha256"))
        .isEqualTo(summary("run").path("modelSha256"));
  }

  @Test
  void aModelOfTheSameRunHasConvergedAtOnce() throws IOException {
    InProcess.Outcome outcome = trainFrom("run", "again");
    assertThat(outcome.out())
        .contains("starting from optimizer.warm-start = " + at("run"))
        .contains("CONVERGED after 0 iterations, 2 evaluations");
    assertThat(firstLine("again").path("evaluations").asInt()).isEqualTo(2);
    assertThat(summary("again").path("modelSha256")).isEqualTo(summary("run").path("modelSha256"));
  }

  @Test
  void standardizationStartsFromTheSameModel() throws IOException {
    trainFrom("run", "scaled", "standardization=true", "regularization.strength=0");
    assertThat(firstLine("scaled").path("loss").asDouble())
        .isCloseTo(summary("run").path("loss").asDouble(), within(1e-12));
    run("train", "--output", at("cold"), "--set", STRENGTH, "--set", "standardization=true");
    trainFrom("cold", "warm", "standardization=true");
    assertThat(summary("warm").path("iterations").asInt()).isLessThanOrEqualTo(1);
    assertThat(summary("warm").path("objective").asDouble())
        .isCloseTo(summary("cold").path("objective").asDouble(), within(1e-9));
  }

  @Test
  void aMultinomialModelOfMllibStartsNearTheOptimum() throws IOException {
    InProcess.Outcome outcome = trainFrom("multinomial", "from-multinomial");
    assertThat(outcome.out()).doesNotContain("taken in order");
    assertNearOptimum("from-multinomial", "run");
  }

  @Test
  void aBinomialModelOfMllibStartsNearTheOptimum() throws IOException {
    String two = "data.path=" + at("two.tsv");
    run("train", "--output", at("two"), "--set", two, "--set", STRENGTH);
    InProcess.Outcome outcome = trainFrom("binomial", "from-binomial", two);
    assertThat(outcome.out())
        .contains("its classes are unnamed and matched in order: 0 is setosa, 1 is versicolor");
    assertNearOptimum("from-binomial", "two");
  }

  private static void assertNearOptimum(String warm, String cold) throws IOException {
    assertThat(firstLine(warm).path("gradientNorm").asDouble())
        .isLessThan(1e-3 * firstLine(cold).path("gradientNorm").asDouble());
    assertThat(firstLine(warm).path("objective").asDouble())
        .isCloseTo(summary(cold).path("objective").asDouble(), within(1e-4));
    assertThat(summary(warm).path("stopReason").asText()).isEqualTo("CONVERGED");
    assertThat(summary(warm).path("iterations").asInt())
        .isLessThanOrEqualTo(summary(cold).path("iterations").asInt() / 2);
    assertThat(summary(warm).path("objective").asDouble())
        .isCloseTo(summary(cold).path("objective").asDouble(), within(1e-6));
  }

  @Test
  void aRunThatGoesOnDoesNotLookAtItsStart() throws IOException {
    InProcess.run("export", "--model", at("run"), "--format", "mllib", "--output", at("gone"));
    String[] settings = {"standardization=true", "checkpoint.interval-iterations=1"};
    trainFrom("gone", "stopped", settings[0], settings[1], "optimizer.max-iterations=2");
    assertThat(folder.resolve("gone").toFile().renameTo(folder.resolve("moved").toFile())).isTrue();
    InProcess.Outcome resumed =
        run(
            "train",
            "--resume",
            "--output",
            at("stopped"),
            "--set",
            STRENGTH,
            "--set",
            settings[0],
            "--set",
            settings[1],
            "--set",
            "optimizer.warm-start=" + at("gone"));
    assertThat(resumed.out()).contains("resuming at iteration 2").contains("CONVERGED after");
    trainFrom("moved", "whole", settings);
    assertThat(summary("stopped").path("modelSha256"))
        .isEqualTo(summary("whole").path("modelSha256"));
  }

  private static InProcess.Outcome refused(String start, String... more) {
    return outcome(
        Stream.concat(
                Stream.of(
                    "train",
                    "--overwrite",
                    "--output",
                    at("refused"),
                    "--set",
                    "optimizer.warm-start=" + at(start)),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static void assertRefused(InProcess.Outcome outcome, int code, String message) {
    assertThat(outcome.err()).startsWith(message).hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(code);
  }

  @Test
  void wrongAndDamagedStartsAreRefused() throws IOException {
    String place = "optimizer.warm-start = ";
    assertRefused(
        refused("nowhere"),
        ExitCode.USAGE,
        "Cannot find a model in " + place + at("nowhere") + ": it has neither metadata.json");
    Files.createDirectories(folder.resolve("bayes/data"));
    Files.createDirectories(folder.resolve("bayes/metadata"));
    Files.writeString(
        folder.resolve("bayes/metadata/part-00000"),
        "{\"class\":\"org.apache.spark.ml.classification.NaiveBayesModel\"}");
    assertRefused(
        refused("bayes"),
        ExitCode.USAGE,
        "Cannot start from " + place + at("bayes") + ": it is a org.apache.spark.ml.classif");
    assertRefused(
        refused("binomial"),
        ExitCode.USAGE,
        String.format(
            Locale.ROOT,
            "Cannot start from %s: its classes are not those of the training rows: it has 2 where they have 3",
            place + at("binomial")));
    Files.createDirectories(folder.resolve("damaged/model"));
    Files.writeString(folder.resolve("damaged/model/metadata.json"), "{}");
    Files.writeString(folder.resolve("damaged/model/weights.bin"), "SSMX");
    assertRefused(
        refused("damaged"),
        ExitCode.BAD_DATA,
        "Cannot read the model in " + place + at("damaged") + ": weights.bin has 4 bytes");
    Files.createDirectories(folder.resolve("torn/data"));
    Files.createDirectories(folder.resolve("torn/metadata"));
    Files.writeString(folder.resolve("torn/metadata/part-00000"), "{\"class\":");
    assertRefused(
        refused("torn"),
        ExitCode.BAD_DATA,
        "Cannot read the MLlib model in " + place + at("torn") + ": ");
  }

  @Test
  void wrongUsageOfExportIsRefused() {
    InProcess.Outcome format =
        InProcess.run(
            "export", "--model", at("run"), "--format", "pickle", "--output", at("pickle"));
    assertRefused(format, ExitCode.USAGE, "Invalid --format pickle (must be onnx, pmml or mllib)");
    InProcess.Outcome missing =
        InProcess.run("export", "--model", at("nowhere"), "--format", "mllib", "--output", at("x"));
    assertRefused(
        missing, ExitCode.BAD_DATA, "Cannot find a model in --model " + at("nowhere") + ": it has");
    assertThat(folder.resolve("pickle")).doesNotExist();
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
