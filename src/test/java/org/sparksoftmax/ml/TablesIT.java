package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.ml.classification.ClassificationSummary;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.ml.classification.TrainingSummary;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.ExportException;
import org.sparksoftmax.model.export.OnnxFile;
import org.sparksoftmax.model.export.OnnxOptions;
import org.sparksoftmax.model.export.PmmlFile;

/** Tests the tables about a model that {@code transform} returns where the parameter is set. */
class TablesIT {

  private static SparkSession spark;
  private static Dataset<Row> named;
  private static Dataset<Row> iris;
  private static SoftmaxClassificationModel model;
  private static SoftmaxClassificationModel network;

  @BeforeAll
  static void start() {
    spark = Stages.session();
    iris = Stages.iris(spark);
    named = named();
    model = new SoftmaxClassifier().setRegParam(0.01).setMaxIter(30).fit(named);
    network = new SoftmaxClassifier().setHiddenLayers(3).setRegParam(0.1).setMaxIter(5).fit(iris);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Rows with names of classes and features, a weight, and marked validation rows. */
  private static Dataset<Row> named() {
    Dataset<Row> rows =
        spark
            .range(120)
            .selectExpr(
                "concat('k', id % 3) as kind",
                "(id % 3) + rand(1) as height", "rand(2) - (id % 3) as `length`");
    Dataset<Row> indexed =
        new StringIndexer()
            .setInputCol("kind")
            .setOutputCol("label")
            .setStringOrderType("alphabetAsc")
            .fit(rows)
            .transform(rows);
    return new VectorAssembler()
        .setInputCols(new String[] {"height", "length"})
        .setOutputCol("features")
        .transform(indexed);
  }

  private static Dataset<Row> table(SoftmaxClassificationModel of, String name) {
    return of.transform(iris, of.table().w(name));
  }

  private static JsonNode json(Dataset<Row> table) throws Exception {
    return SummaryText.JSON.readTree(table.head().getString(0));
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  void coefficientsHaveOneRowPerClass() {
    List<Row> rows = table(model, "coefficients").collectAsList();
    assertThat(rows).extracting(row -> row.getString(0)).containsExactly("k0", "k1", "k2");
    for (int k = 0; k < rows.size(); k++) {
      assertThat(rows.get(k).getDouble(1)).isEqualTo(model.interceptVector().apply(k));
      Vector weights = rows.get(k).getAs("coefficients");
      assertThat(weights.size()).isEqualTo(2);
      for (int j = 0; j < weights.size(); j++) {
        assertThat(weights.apply(j)).isEqualTo(model.coefficientMatrix().apply(k, j));
      }
    }
    assertThatThrownBy(() -> table(network, "coefficients"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("A network has no coefficient matrix");
  }

  @Test
  void classesAndFeaturesAreNamedInOrder() {
    assertThat(table(model, "features").collectAsList().toString())
        .isEqualTo("[[0,height], [1,length]]");
    assertThat(table(model, "classes").collectAsList().toString())
        .isEqualTo("[[0,k0], [1,k1], [2,k2]]");
    assertThat(table(network, "features").head().getString(1)).isEqualTo("#0");
  }

  @Test
  void historyHasOneRowPerIteration() {
    List<Row> rows = table(model, "history").collectAsList();
    SoftmaxTrainingSummary summary = model.summary();
    assertThat(rows).hasSize(summary.totalIterations() + 1);
    assertThat(rows)
        .extracting(row -> row.getInt(0))
        .containsExactlyElementsOf(IntStream.range(0, rows.size()).boxed().toList());
    assertThat(rows.stream().mapToDouble(row -> row.getDouble(1)))
        .containsExactly(box(summary.objectiveHistory()));
    assertThat(rows.stream().mapToDouble(row -> row.getDouble(2)))
        .containsExactly(box(summary.gradientNormHistory()));
  }

  private static Double[] box(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }

  @Test
  void theSummaryIsReadBackExactly() throws Exception {
    Dataset<Row> marked = iris.selectExpr("label", "features", "rand(3) < 0.3 as held");
    SoftmaxClassificationModel fitted =
        new SoftmaxClassifier().setMaxIter(7).setValidationIndicatorCol("held").fit(marked.cache());
    SoftmaxTrainingSummary summary = fitted.summary();
    JsonNode json = json(table(fitted, "summary"));
    requireMeasures(json, summary);
    assertThat(numbers(json.get("objectiveHistory"))).containsExactly(summary.objectiveHistory());
    assertThat(numbers(json.get("gradientNormHistory")))
        .containsExactly(summary.gradientNormHistory());
    assertThat(json.get("totalIterations").intValue()).isEqualTo(summary.totalIterations());
    assertThat(json.get("stopReason").textValue()).isEqualTo("MAX_ITERATIONS");
    assertThat(json.get("objective").doubleValue()).isEqualTo(summary.objective());
    assertThat(json.get("passes").doubleValue()).isEqualTo(summary.passes());
    assertThat(json.get("warnings").isArray()).isTrue();
    JsonNode validation = json.get("validation");
    assertThat(validation.get("accuracy").doubleValue())
        .isEqualTo(summary.validation().orElseThrow().accuracy());
    assertThat(validation.get("numInstances").longValue()).isEqualTo(150 - summary.numInstances());
    assertThat(json(table(model, "summary")).get("validation").isNull()).isTrue();
  }

  @Test
  void onlyTheEvaluationReadsTheRows() throws Exception {
    Dataset<Row> some = named.where("height < 2");
    JsonNode json = json(model.transform(some, model.table().w("evaluation")));
    requireMeasures(json, model.evaluate(some));
    assertThat(json.get("numInstances").longValue()).isEqualTo(some.count()).isLessThan(120);
    Dataset<Row> other = spark.range(1).toDF();
    assertThat(model.transform(other, model.table().w("features")).count()).isEqualTo(2);
    assertThatThrownBy(() -> model.transform(other, model.table().w("evaluation")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void requireMeasures(JsonNode json, SoftmaxSummary summary) {
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(summary.accuracy());
    assertThat(json.get("logLoss").doubleValue()).isEqualTo(summary.logLoss());
    assertThat(json.get("numInstances").longValue()).isEqualTo(summary.numInstances());
    assertThat(numbers(json.get("labels"))).containsExactly(summary.labels());
    assertThat(numbers(json.get("precisionByLabel"))).containsExactly(summary.precisionByLabel());
    assertThat(numbers(json.get("recallByLabel"))).containsExactly(summary.recallByLabel());
    assertThat(numbers(json.get("truePositiveRateByLabel")))
        .containsExactly(summary.truePositiveRateByLabel());
    assertThat(numbers(json.get("falsePositiveRateByLabel")))
        .containsExactly(summary.falsePositiveRateByLabel());
    assertThat(numbers(json.get("fMeasureByLabel"))).containsExactly(summary.fMeasureByLabel());
    assertThat(json.get("weightedPrecision").doubleValue()).isEqualTo(summary.weightedPrecision());
    assertThat(json.get("weightedRecall").doubleValue()).isEqualTo(summary.weightedRecall());
    assertThat(json.get("weightedTruePositiveRate").doubleValue())
        .isEqualTo(summary.weightedTruePositiveRate());
    assertThat(json.get("weightedFalsePositiveRate").doubleValue())
        .isEqualTo(summary.weightedFalsePositiveRate());
    assertThat(json.get("weightedFMeasure").doubleValue()).isEqualTo(summary.weightedFMeasure());
  }

  @Test
  void numbersThatAreNotFiniteAreBareWords() throws Exception {
    Dataset<Row> unknown = iris.selectExpr("7.0 as label", "features");
    String text = network.transform(unknown, network.table().w("evaluation")).head().getString(0);
    assertThat(text).contains("\"logLoss\":NaN");
    assertThat(SummaryText.JSON.readTree(text).get("logLoss").doubleValue()).isNaN();
  }

  @Test
  void theReportShowsTheFitAndItsParameters() {
    String html = table(model, "report").head().getString(0);
    assertThat(html)
        .contains("\"name\":\"" + model.uid() + "\"")
        .contains("\"objective\":[")
        .contains("\"stopReason\":\"" + model.summary().stopReason() + "\"")
        .contains("{\"key\":\"regParam\",\"value\":\"0.01\",\"default\":\"0.0\",\"differs\":true}")
        .contains("{\"key\":\"tol\",\"value\":\"1.0E-6\",\"default\":\"1.0E-6\",\"differs\":false}")
        .contains("\"config\":[]")
        .contains("\"label\":\"k2\"")
        .doesNotContain("the DataFrame");
  }

  @Test
  void theReportWarnsInTermsOfParameters() {
    SoftmaxClassificationModel separable =
        new SoftmaxClassifier()
            .setMaxIter(3)
            .fit(
                Stages.frame(
                    spark, List.of(Stages.row(0, 1.0), Stages.row(1, -1.0), Stages.row(1, -2.0))));
    String html = table(separable, "report").head().getString(0);
    int from = html.indexOf("\"warning\":\"");
    assertThat(html.substring(from, html.indexOf("\"", from + 11)))
        .contains("raise maxIter (3)")
        .doesNotContain("optimizer.");
  }

  @Test
  void exportsAreTheFilesOfTheModel() throws Exception {
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    new OnnxFile().write(model.softmaxModel(), onnx);
    byte[] exported = table(model, "onnx").head().getAs("file");
    assertThat(exported).isEqualTo(onnx.toByteArray());
    OnnxOptions options =
        new OnnxOptions(OnnxOptions.Inputs.COLUMNS, OnnxOptions.Precision.FLOAT32, 3);
    onnx.reset();
    new OnnxFile(options).write(model.softmaxModel(), onnx);
    byte[] chosen =
        table(model, "onnx inputs=columns precision=float32 model-version=3").head().getAs("file");
    assertThat(chosen).isEqualTo(onnx.toByteArray());
    byte[] pmml = table(model, "pmml").head().getAs("file");
    assertThat(new PmmlFile().isOne(pmml)).isTrue();
    assertThatThrownBy(() -> table(network, "pmml"))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("it is a network");
  }

  @Test
  void schemasAreThoseOfTheTables() {
    for (String name : Table.names().split(", ")) {
      SoftmaxClassificationModel chosen = model.copy(model.extractParamMap()).setTable(name);
      assertThat(chosen.getTable()).isEqualTo(name);
      assertThat(chosen.transformSchema(named.schema()))
          .isEqualTo(chosen.transform(named).schema());
    }
    assertThat(model.isDefined(model.table())).isFalse();
    assertThat(model.transform(named).columns()).contains("prediction");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pmml inputs=columns | only onnx has options",
        "onnx input=columns | the options are inputs, precision and model-version",
        "onnx inputs=column | inputs must be one of vector, columns",
        "onnx precision | precision must be one of auto, float32, float64",
        "onnx model-version=0 | model-version must be a whole number > 0"
      })
  void anUnknownOptionOfATableIsAnError(String value, String reason) {
    assertThatThrownBy(() -> table(model, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(String.format(Locale.ROOT, "Invalid table = %s (%s)", value, reason));
  }

  @Test
  void unknownTablesAndMissingSummariesAreErrors() {
    String message =
        "Invalid table = weights (must be one of coefficients, features, classes, summary, evaluation, history, report, onnx, pmml)";
    assertThatThrownBy(() -> table(model, "weights"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () -> network.copy(network.extractParamMap()).setTable("weights").transformSchema(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    SoftmaxClassificationModel bare = new SoftmaxClassificationModel("bare", model.softmaxModel());
    for (String name : List.of("summary", "history", "report")) {
      assertThatThrownBy(() -> table(bare, name))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("No training summary");
    }
  }

  @Test
  void sizesAreThoseOfTheParametersAndTheHistory() {
    assertThat(model.estimatedSize()).isBetween(2L * 8 * 3 * 3, 30_000L);
    assertThat(model.estimatedSize())
        .isGreaterThan(
            new SoftmaxClassificationModel("bare", model.softmaxModel()).estimatedSize());
    SoftmaxClassifier stage = new SoftmaxClassifier();
    assertThat(stage.estimateModelSize(named)).isEqualTo(2 * 8 * 3 * 3);
    assertThat(stage.setHiddenLayers(5, 4).estimateModelSize(named))
        .isEqualTo(2 * 8 * (3 * 5 + 6 * 4 + 5 * 3));
    assertThatThrownBy(() -> stage.estimateModelSize(iris)) // no metadata
        .isInstanceOf(UnsupportedOperationException.class);
    int features = 100_000;
    SoftmaxModel large =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            FeatureSchema.unnamed(features),
            false,
            new double[2 * features]);
    assertThat(new SoftmaxClassificationModel("large", large).estimatedSize())
        .isBetween(2L * 8 * 2 * features, 3L * 8 * 2 * features);
  }

  @Test
  void summariesAreThoseOfMllib() {
    HasTrainingSummary<SoftmaxTrainingSummary> fitted = model;
    assertThat(fitted.hasSummary()).isTrue();
    assertThat(fitted.trainingSummary().get()).isSameAs(fitted.summary());
    TrainingSummary training = model.summary();
    assertThat(training.totalIterations()).isEqualTo(training.objectiveHistory().length - 1);
    ClassificationSummary ours = model.summary();
    LogisticRegressionTrainingSummary theirs =
        new LogisticRegression().setRegParam(0.01).fit(named).summary();
    assertThat(ours.accuracy()).isEqualTo(theirs.accuracy());
    assertThat(ours.labels()).containsExactly(theirs.labels());
    assertThat(ours.predictionCol()).isEqualTo(theirs.predictionCol());
    assertThat(ours.labelCol()).isEqualTo(theirs.labelCol());
    assertThat(ours.weightCol()).isEmpty();
    assertThat(ours.predictions().count()).isEqualTo(120);
    assertThat(ours.fMeasureByLabel(2)).containsExactly(theirs.fMeasureByLabel(2), within(1e-15));
    assertThat(ours.weightedFMeasure()).isCloseTo(theirs.weightedFMeasure(), within(1e-15));
  }
}
