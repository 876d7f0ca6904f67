package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sparksoftmax.ml.Stages.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;

/**
 * Fits without iterations, of equal configurations at once, and of labels and weights to refuse.
 */
class UncommonFitsIT {

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static Dataset<Row> iris;

  @BeforeAll
  static void start() {
    spark = Stages.session();
    iris = Stages.iris(spark).cache();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lbfgs", "owlqn", "gradient-descent", "momentum", "nesterov", "adagrad", "adam"})
  void noIterationsGiveTheInitialModel(String solver) {
    LogisticRegressionModel theirs = new LogisticRegression().setMaxIter(0).fit(iris);
    SoftmaxClassifier stage = new SoftmaxClassifier().setSolver(solver).setMaxIter(0);
    SoftmaxClassificationModel ours = stage.fit(iris);
    assertThat(ours.summary().stopReason()).isEqualTo("MAX_ITERATIONS");
    assertThat(ours.summary().totalIterations()).isEqualTo(theirs.summary().totalIterations());
    assertThat(ours.summary().objectiveHistory())
        .containsExactly(theirs.summary().objectiveHistory(), within(1e-12));
    assertThat(ours.coefficientMatrix().numNonzeros()).isZero();
    SoftmaxClassificationModel trained = new SoftmaxClassifier().setRegParam(0.1).fit(iris);
    SoftmaxClassificationModel same = stage.setInitialModel(trained).fit(iris);
    assertThat(same.summary().totalIterations()).isZero();
    for (Row row : iris.select("features").collectAsList()) {
      Vector features = row.getAs(0);
      assertThat(same.predictProbability(features).toArray())
          .containsExactly(trained.predictProbability(features).toArray(), within(1e-12));
    }
  }

  @Test
  void aNetworkWithoutIterationsHasItsInitialWeights() {
    SoftmaxClassifier stage = new SoftmaxClassifier().setHiddenLayers(4).setMaxIter(0);
    SoftmaxClassificationModel initial = stage.fit(iris);
    assertThat(initial.summary().stopReason()).isEqualTo("MAX_ITERATIONS");
    SoftmaxClassificationModel batches =
        stage.copy(ParamMap.empty()).setSolver("adam").setMiniBatchSize(16).fit(iris);
    assertThat(batches.summary().totalIterations()).isZero();
    assertThat(batches.softmaxModel().sha256()).isEqualTo(initial.softmaxModel().sha256());
    assertThat(stage.setSeed(5).fit(iris).softmaxModel().sha256())
        .isNotEqualTo(initial.softmaxModel().sha256());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 7, 1e6})
  void aLargeToleranceIsReachedAtTheStart(double tol) {
    SoftmaxClassificationModel ours = new SoftmaxClassifier().setTol(tol).fit(iris);
    assertThat(ours.summary().stopReason()).isEqualTo("CONVERGED");
    assertThat(ours.summary().totalIterations())
        .isEqualTo(new LogisticRegression().setTol(tol).fit(iris).summary().totalIterations())
        .isZero();
  }

  @Test
  void iterationsAndTolerancesAreThoseThatLogisticRegressionAccepts() {
    SoftmaxClassifier stage = new SoftmaxClassifier();
    assertThatThrownBy(() -> stage.setMaxIter(-1)).hasMessageContaining("maxIter given invalid");
    assertThatThrownBy(() -> stage.setTol(-1e-9)).hasMessageContaining("tol given invalid value");
    assertThatThrownBy(() -> stage.setTol(Double.POSITIVE_INFINITY).fit(iris))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid tol = Infinity: must be a number");
  }

  /** As pyspark's own test of CrossValidator has it. */
  @Test
  void aGridOverIterationsStartsAtNone() {
    SoftmaxClassifier stage = new SoftmaxClassifier();
    ParamMap[] grid = new ParamGridBuilder().addGrid(stage.maxIter(), new int[] {0, 1}).build();
    CrossValidatorModel model =
        new CrossValidator()
            .setEstimator(stage)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setNumFolds(2)
            .setSeed(1)
            .fit(iris);
    assertThat(model.avgMetrics()[0]).isLessThan(0.5);
    assertThat(model.avgMetrics()[1]).isGreaterThan(0.6);
    assertThat(((SoftmaxClassificationModel) model.bestModel()).getMaxIter()).isEqualTo(1);
  }

  private static List<Path> fits(Path checkpoints) throws Exception {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.sorted().toList();
    }
  }

  @Test
  void equalFitsAtTheSameTimeShareTheirCheckpoints() throws Exception {
    Path checkpoints = folder.resolve("equal");
    SoftmaxClassifier stage = new SoftmaxClassifier().setRegParam(0.01).setMaxIter(30);
    List<double[]> thresholds =
        List.of(
            new double[] {1, 1, 1},
            new double[] {1, 1, 1e-6},
            new double[] {1e-6, 1, 1},
            new double[] {1, 1e-6, 1});
    ParamMap[] grid =
        thresholds.stream()
            .map(values -> new ParamMap().put(stage.thresholds(), values))
            .toArray(ParamMap[]::new);
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(stage)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setNumFolds(2)
            .setParallelism(4)
            .setSeed(1);
    double[] without = validator.fit(iris).avgMetrics();
    stage.setCheckpointDir(checkpoints.toString()).setCheckpointInterval(5);
    CrossValidatorModel model = validator.fit(iris);
    assertThat(model.avgMetrics()).containsExactly(without);
    assertThat(model.avgMetrics()[0]).isGreaterThan(0.9);
    // Two folds, and the fit of the best on all rows.
    assertThat(fits(checkpoints)).hasSize(3);
  }

  @Test
  void aFinishedFitGivesItsResultAgain() {
    SoftmaxClassifier stage =
        new SoftmaxClassifier().setMaxIter(7).setCheckpointDir(folder.resolve("twice").toString());
    SoftmaxClassificationModel first = stage.fit(iris);
    SoftmaxClassificationModel again = stage.fit(iris);
    assertThat(again.softmaxModel().sha256()).isEqualTo(first.softmaxModel().sha256());
    assertThat(again.summary().stopReason()).isEqualTo(first.summary().stopReason());
    assertThat(again.summary().objectiveHistory())
        .containsExactly(first.summary().objectiveHistory());
  }

  @Test
  void errorsOfTheCheckpointsNameTheParameter() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "text");
    assertThatThrownBy(() -> new SoftmaxClassifier().setCheckpointDir(file.toString()).fit(iris))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("Cannot write to checkpointDir " + file + "/fit-");
    Path held = folder.resolve("held");
    SoftmaxClassifier stage = new SoftmaxClassifier().setCheckpointDir(held.toString());
    stage.fit(iris);
    String fit = fits(held).get(0).toString();
    try (OutputDirectory other =
        OutputDirectory.open(
            fit, OutputDirectory.Mode.RESUME, spark.sparkContext().hadoopConfiguration())) {
      assertThat(other.display()).isEqualTo(fit);
      assertThatThrownBy(() -> stage.fit(iris))
          .isInstanceOf(OutputException.class)
          .hasMessageStartingWith(
              "Cannot write to checkpointDir " + fit + ": another run is writing there");
    }
  }

  @Test
  void identifiersAsLabelsAreRefusedBeforeMemoryIsAllocated() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(row(i % 2 * 1e6, i, 1));
    }
    Dataset<Row> identifiers = Stages.frame(spark, rows).withColumnRenamed("label", "customer");
    assertThatThrownBy(() -> new SoftmaxClassifier().setLabelCol("customer").fit(identifiers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train on 1,000,001 classes: the largest label in column 'customer' is 1000000, and only 2 of the numbers from 0 to it have a row: a StringIndexer numbers classes without gaps");
  }

  /** In a fold of few rows, most of many classes may have none. */
  @Test
  void manyClassesOfWhichSomeHaveNoRowAreTrained() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(row(i * 7 % 1999, i, i % 5));
    }
    rows.add(row(1999, 1, 1));
    SoftmaxClassificationModel many =
        new SoftmaxClassifier().setMaxIter(1).fit(Stages.frame(spark, rows));
    assertThat(many.numClasses()).isEqualTo(2000);
    SoftmaxClassificationModel few =
        new SoftmaxClassifier()
            .setMaxIter(1)
            .fit(Stages.frame(spark, List.of(row(0, 1), row(999, 2), row(0, 3))));
    assertThat(few.numClasses()).isEqualTo(1000);
  }

  @Test
  void weightsBeyondSumsAreNamed() {
    Dataset<Row> rows = iris.coalesce(1).withColumn("w", functions.expr("if(label = 1, 1e308, 1)"));
    assertThatThrownBy(() -> new SoftmaxClassifier().setWeightCol("w").fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row 6 of partition 0 of the DataFrame: column 'w' has the weight 1.0E308 (must be >= 0 and <= 1.0E20): only the ratios of weights matter, so divide all by the largest");
    Dataset<Row> largest = iris.withColumn("w", functions.expr("if(label = 1, 1e20, 1e18)"));
    Dataset<Row> divided = iris.withColumn("w", functions.expr("if(label = 1, 1, 1e-2)"));
    SoftmaxClassifier stage = new SoftmaxClassifier().setWeightCol("w").setRegParam(0.1);
    for (String storage : new String[] {"auto", "f64"}) {
      SoftmaxClassificationModel expected = stage.setStorage(storage).fit(divided);
      SoftmaxClassificationModel huge = stage.fit(largest);
      assertThat(huge.summary().objective())
          .isCloseTo(expected.summary().objective(), within(1e-6));
      assertThat(huge.predictProbability(Vectors.dense(5, 3, 4, 1)).toArray())
          .containsExactly(
              expected.predictProbability(Vectors.dense(5, 3, 4, 1)).toArray(), within(1e-3));
    }
  }
}
