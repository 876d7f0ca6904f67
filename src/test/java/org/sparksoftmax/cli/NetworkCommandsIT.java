package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests networks on the command line, with the bundled digits and with sparse rows. */
class NetworkCommandsIT {

  private static final String NETWORK = "model.type=network";
  private static final String LAYERS = "model.hidden-layers=[32]";

  @TempDir private static Path folder;
  private static Digits digits;
  private static JsonNode trained;

  @BeforeAll
  static void train() throws IOException {
    digits = new Digits(folder);
    trained =
        digits.train(
            "run",
            NETWORK,
            LAYERS,
            "data.test.fraction=0.3",
            "regularization.strength=0.0003",
            "optimizer.max-iterations=100");
  }

  @Test
  void aNetworkIsBetterThanTheLinearModel() throws IOException {
    JsonNode linear =
        digits.train("linear", "data.test.fraction=0.3", "regularization.strength=0.0003");
    assertThat(trained.path("test").path("accuracy").asDouble())
        .isGreaterThan(0.97)
        .isGreaterThan(linear.path("test").path("accuracy").asDouble());
    assertThat(trained.path("objective").asDouble())
        .isLessThan(linear.path("objective").asDouble() / 2)
        .isCloseTo(
            trained.path("loss").asDouble() + trained.path("regularization").asDouble(),
            within(1e-15));
    // The minimised loss and the loss of the saved model agree.
    assertThat(trained.path("train").path("logLoss").asDouble())
        .isCloseTo(trained.path("loss").asDouble(), within(1e-6));
  }

  @Test
  void evaluateMeasuresWhatTrainMeasured() throws IOException {
    InProcess.Outcome outcome =
        digits.run(
            "evaluate",
            "evaluation",
            List.of("--model", folder.resolve("run").toString()),
            "data.test.fraction=0.3");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode evaluation = digits.json("evaluation", "summary.json");
    assertThat(evaluation.path("modelSha256")).isEqualTo(trained.path("modelSha256"));
    for (String set : List.of("train", "test")) {
      assertThat(evaluation.path(set).path("rows")).isEqualTo(trained.path(set).path("rows"));
      assertThat(evaluation.path(set).path("accuracy"))
          .isEqualTo(trained.path(set).path("accuracy"));
      assertThat(evaluation.path(set).path("logLoss").asDouble())
          .isCloseTo(trained.path(set).path("logLoss").asDouble(), within(1e-12));
    }
  }

  /** Recomputes loss and accuracy from the predictions and the labels alone. */
  @Test
  void predictionsAreWhatEvaluateMeasures() throws IOException {
    String model = folder.resolve("run").toString();
    assertThat(digits.run("evaluate", "all", List.of("--model", model)).code()).isZero();
    InProcess.Outcome outcome = digits.run("predict", "predictions", List.of("--model", model));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode all = digits.json("all", "summary.json").path("train");
    double loss = 0;
    int right = 0;
    List<Row> rows;
    try (SparkSession spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate()) {
      rows =
          spark
              .read()
              .parquet(folder.resolve("predictions").toString())
              .selectExpr("cast(target as string)", "prediction", "probability")
              .collectAsList();
    }
    for (Row row : rows) {
      List<Double> probabilities = row.getList(2);
      loss -= Math.log(probabilities.get(Integer.parseInt(row.getString(0)))) / rows.size();
      right += row.getString(0).equals(row.getString(1)) ? 1 : 0;
      assertThat(probabilities.get(Integer.parseInt(row.getString(1))))
          .isEqualTo(probabilities.stream().mapToDouble(p -> p).max().orElseThrow());
    }
    assertThat(rows).hasSize(5620).hasSize(all.path("rows").asInt());
    assertThat((double) right / rows.size())
        .isCloseTo(all.path("accuracy").asDouble(), within(1e-12));
    assertThat(loss).isCloseTo(all.path("logLoss").asDouble(), within(1e-9));
  }

  @Test
  void describeShowsTheLayers() {
    InProcess.Outcome outcome =
        InProcess.run("describe", "--model", folder.resolve("run").toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("network softmax model: 64 features -> 32 relu -> 10 classes, 2,410 parameters")
        .contains(trained.path("modelSha256").asText())
        .contains("  64 x 32: ", "  32 x 10: ");
  }

  @Test
  void theGradientOfTheWholeObjectiveIsRight() {
    InProcess.Outcome outcome =
        Digits.checkGradient(
            NETWORK,
            "model.hidden-layers=[20, 12]",
            "model.activation=gelu",
            "model.dropout=0.3",
            "optimizer.type=adam");
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("layer 1, unit ", "layer 2, unit ", "passed: the gradient is correct");
  }

  @Test
  void tuningOverSeedsAndStrengthsChoosesTheBest() throws IOException {
    InProcess.Outcome outcome =
        digits.run(
            "tune",
            "tune",
            List.of(),
            NETWORK,
            "model.hidden-layers=[8]",
            "data.validation.fraction=0.2",
            "optimizer.max-iterations=15",
            "tune.strengths=[0.3, 0.001]",
            "tune.seeds=[1, 2]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode tuned = digits.json("tune", "tune.json");
    JsonNode candidates = tuned.path("candidates");
    assertThat(candidates).hasSize(4);
    double least = Double.POSITIVE_INFINITY;
    for (JsonNode candidate : candidates) {
      least = Math.min(least, candidate.path("logLoss").asDouble());
    }
    JsonNode best = candidates.get(tuned.path("best").asInt());
    assertThat(best.path("logLoss").asDouble()).isEqualTo(least);
    assertThat(best.path("configuration").toString()).contains("0.001");
    assertThat(digits.json("tune", "summary.json").path("modelSha256"))
        .isEqualTo(best.path("runs").get(0).path("modelSha256"));
    // Each seed gives another network, with the same result as when trained alone.
    JsonNode alone =
        digits.train(
            "alone",
            NETWORK,
            "model.hidden-layers=[8]",
            "data.validation.fraction=0.2",
            "optimizer.max-iterations=15",
            "regularization.strength=0.001",
            "optimizer.seed=2");
    assertThat(candidates.get(3).path("runs").get(0).path("modelSha256"))
        .isEqualTo(alone.path("modelSha256"))
        .isNotEqualTo(candidates.get(2).path("runs").get(0).path("modelSha256"));
    assertThat(candidates.get(3).path("logLoss").asDouble())
        .isCloseTo(alone.path("validation").path("logLoss").asDouble(), within(1e-12));
    assertThat(candidates.get(3).path("accuracy").asDouble())
        .isCloseTo(alone.path("validation").path("accuracy").asDouble(), within(1e-12));
  }

  @Test
  void crossValidationOfDropoutTrainsTheBestOnAllRows() throws IOException {
    String[] sets = {
      NETWORK,
      "model.hidden-layers=[16]",
      "model.dropout=0.1",
      "optimizer.type=adam",
      "optimizer.step-size.initial=0.01",
      "optimizer.mini-batch-fraction=0.4",
      "optimizer.max-iterations=30",
      "tune.folds=3",
      "tune.strengths=[3, 0.001]",
      "tune.metric=accuracy"
    };
    InProcess.Outcome outcome = digits.run("tune", "folds", List.of(), sets);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode tuned = digits.json("folds", "tune.json");
    for (JsonNode candidate : tuned.path("candidates")) {
      assertThat(candidate.path("runs")).hasSize(3);
    }
    assertThat(tuned.path("best").asInt()).isEqualTo(1);
    assertThat(tuned.path("candidates").get(1).path("accuracy").asDouble()).isGreaterThan(0.8);
    sets[7] = "regularization.strength=0.001";
    sets[8] = "data.label-column=target";
    sets[9] = "data.format=tsv";
    assertThat(digits.json("folds", "summary.json").path("modelSha256"))
        .isEqualTo(digits.train("all-rows", sets).path("modelSha256"));
  }

  /** Classes that no linear model can separate: whether one or both of two features are present. */
  @Test
  void sparseRowsTrainANetworkToo() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1200; i++) {
      boolean a = random.nextBoolean();
      boolean b = random.nextBoolean();
      text.append(a == b ? "same" : "other").append(a ? " 3:1" : "").append(b ? " 70:1" : "");
      text.append(' ').append(100 + random.nextInt(300)).append(":1\n");
    }
    Path rows = Files.writeString(folder.resolve("rows.libsvm"), text);
    String[] sets = {
      "data.format=libsvm",
      "data.label-column=null",
      "data.feature-multiplier=1",
      "data.path=" + rows,
      NETWORK,
      "model.hidden-layers=[12]",
      "model.activation=tanh"
    };
    JsonNode sparse = digits.train("sparse", sets);
    assertThat(sparse.path("train").path("accuracy").asDouble()).isGreaterThan(0.99);
    InProcess.Outcome evaluated =
        digits.run(
            "evaluate",
            "sparse-evaluation",
            List.of("--model", folder.resolve("sparse").toString()),
            sets);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode measures = digits.json("sparse-evaluation", "summary.json").path("train");
    assertThat(measures.path("accuracy")).isEqualTo(sparse.path("train").path("accuracy"));
    assertThat(measures.path("logLoss").asDouble())
        .isCloseTo(sparse.path("train").path("logLoss").asDouble(), within(1e-12));
  }
}
