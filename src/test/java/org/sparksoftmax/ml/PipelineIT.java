package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;

/**
 * Tests the classifier as the last stage of a pipeline over real text, postings of 20 Newsgroups.
 */
class PipelineIT {

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static Dataset<Row> train;
  private static Dataset<Row> test;

  @BeforeAll
  static void start() {
    spark = Stages.session();
    train = NewsText.read(spark, "train", 10).cache();
    test = NewsText.read(spark, "test", 10).cache();
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  private static Pipeline pipeline(PipelineStage classifier) {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new Tokenizer().setInputCol("text").setOutputCol("words"),
              new HashingTF().setInputCol("words").setOutputCol("counts").setNumFeatures(1 << 12),
              new IDF().setInputCol("counts").setOutputCol("features"),
              classifier
            });
  }

  private static SoftmaxClassifier softmax() {
    return new SoftmaxClassifier().setRegParam(0.01);
  }

  @Test
  void aSavedPipelinePredictsTheSameInAFreshProcess() throws Exception {
    PipelineModel model = pipeline(softmax()).fit(train);
    SoftmaxClassificationModel last = (SoftmaxClassificationModel) model.stages()[3];
    String saved = folder.resolve("pipeline").toString();
    String texts = folder.resolve("texts").toString();
    Path scored = folder.resolve("scored");
    model.save(saved);
    test.coalesce(1).write().parquet(texts);

    List<String> words = new ArrayList<>();
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    words.addAll(List.of(Command.SOON.split(" ")));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(ScoreText.class.getName(), saved, texts, scored.toString()));
    Command.Result child =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                words.toArray(String[]::new))
            .with("SPARK_LOCAL_IP", "127.0.0.1")
            .run();
    assertThat(child.exitCode()).as(child.err()).isZero();

    List<String> here = ScoreText.lines(model, spark.read().parquet(texts));
    assertThat(Files.readAllLines(scored)).isEqualTo(here).hasSize(754);
    SoftmaxClassificationModel loaded =
        (SoftmaxClassificationModel) PipelineModel.load(saved).stages()[3];
    assertThat(loaded.softmaxModel().sha256()).isEqualTo(last.softmaxModel().sha256());
    assertThat(loaded.explainParams()).isEqualTo(last.explainParams());
    assertThat(loaded.hasSummary()).isTrue();
    assertThatThrownBy(() -> loaded.summary().predictions())
        .hasMessageContaining("the summary was loaded with its model");
    double right =
        model.transform(test).filter("prediction = label").count() / (double) test.count();
    assertThat(right).isGreaterThan(0.5);
  }

  @Test
  void hasTheObjectiveOfLogisticRegression() {
    Dataset<Row> features = pipeline(softmax().setMaxIter(1)).fit(train).transform(train);
    Dataset<Row> rows = features.select("label", "features").cache();
    LogisticRegressionModel theirs =
        new LogisticRegression().setRegParam(0.01).setTol(1e-9).setMaxIter(200).fit(rows);
    SoftmaxClassificationModel ours =
        softmax().setTol(1e-6).setMaxIter(200).setStorage("f64").fit(rows);
    double[] history = theirs.summary().objectiveHistory();
    assertThat(ours.summary().objective()).isCloseTo(history[history.length - 1], within(1e-6));
    rows.unpersist(true);
  }

  @Test
  void isTunedByCrossValidationAndBySplits() {
    SoftmaxClassifier classifier = softmax().setMaxIter(10);
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.regParam(), new double[] {10, 0.01})
            .addGrid(classifier.fitIntercept())
            .build();
    MulticlassClassificationEvaluator logLoss =
        new MulticlassClassificationEvaluator().setMetricName("logLoss");
    CrossValidatorModel crossValidated =
        new CrossValidator()
            .setEstimator(pipeline(classifier))
            .setEstimatorParamMaps(grid)
            .setEvaluator(logLoss)
            .setNumFolds(2)
            .setParallelism(2)
            .setSeed(7)
            .fit(train);
    assertThat(crossValidated.avgMetrics()).hasSize(4);
    PipelineModel best = (PipelineModel) crossValidated.bestModel();
    assertThat(((SoftmaxClassificationModel) best.stages()[3]).getRegParam()).isEqualTo(0.01);
    TrainValidationSplitModel split =
        new TrainValidationSplit()
            .setEstimator(pipeline(classifier))
            .setEstimatorParamMaps(grid)
            .setEvaluator(logLoss)
            .setParallelism(2)
            .setSeed(7)
            .fit(train);
    PipelineModel chosen = (PipelineModel) split.bestModel();
    assertThat(((SoftmaxClassificationModel) chosen.stages()[3]).getRegParam()).isEqualTo(0.01);
  }

  @Test
  void scoresFilesThatAreDroppedIntoAFolder() throws Exception {
    PipelineModel model = pipeline(softmax()).fit(train);
    String saved = folder.resolve("for-stream").toString();
    model.save(saved);
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    StreamingQuery query =
        PipelineModel.load(saved)
            .transform(spark.readStream().schema(test.schema()).json(inbox.toString()))
            .select("label", "prediction", "probability")
            .writeStream()
            .format("memory")
            .queryName("scored")
            .start();
    try {
      List<String> expected = new ArrayList<>();
      for (int file = 0; file < 2; file++) {
        Dataset<Row> some = test.orderBy("text").offset(20 * file).limit(20).coalesce(1).cache();
        drop(some, inbox, "file-" + file + ".json");
        query.processAllAvailable();
        expected.addAll(ScoreText.lines(model, some));
        assertThat(spark.table("scored").collectAsList().stream().map(Row::toString))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    } finally {
      query.stop();
    }
  }

  /** Writes rows to another folder and moves them, as streams require. */
  private static void drop(Dataset<Row> rows, Path inbox, String name) throws Exception {
    Path outbox = folder.resolve("outbox-" + name);
    rows.write().json(outbox.toString());
    try (Stream<Path> files = Files.list(outbox)) {
      Path part = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      Files.move(part, inbox.resolve(name));
    }
  }
}
