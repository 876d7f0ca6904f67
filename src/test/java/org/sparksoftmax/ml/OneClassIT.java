package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sparksoftmax.ml.Stages.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training rows that all have the same label, as in a fold of cross-validation. */
class OneClassIT {

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Stages.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows(int count, double... labels) {
    Random random = new Random(7);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double label = labels[i % labels.length];
      rows.add(row(label, label + random.nextGaussian(), random.nextGaussian()));
    }
    return Stages.frame(spark, rows);
  }

  /** Columns of the predictions that both classifiers have with the same meaning. */
  private static List<Row> predicted(Dataset<Row> transformed) {
    return transformed.select("probability", "prediction").collectAsList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2})
  void hasTheConstantModelOfLogisticRegression(double label) {
    Dataset<Row> same = rows(20, label);
    Dataset<Row> others = rows(20, 0, 5);
    LogisticRegressionModel theirs = new LogisticRegression().fit(same);
    SoftmaxClassificationModel ours;
    try (LogOf log = new LogOf(SoftmaxClassifier.class)) {
      ours = new SoftmaxClassifier().fit(same);
      assertThat(log.messages())
          .containsOnlyOnce(
              "WARN All training rows have the label "
                  + (int) label
                  + ": the model predicts it for every row");
      assertThat(log.messages().toString()).doesNotContain("not converged");
    }
    assertThat(predicted(ours.transform(others))).isEqualTo(predicted(theirs.transform(others)));
    assertThat(ours.transform(others).filter(functions.col("prediction").equalTo(label)).count())
        .isEqualTo(20);
    assertThat(ours.coefficientMatrix().numActives()).isEqualTo(2 * ours.numClasses());
    assertThat(ours.coefficientMatrix().numNonzeros()).isZero();
    SoftmaxTrainingSummary summary = ours.summary();
    assertThat(summary.objectiveHistory())
        .containsExactly(theirs.summary().objectiveHistory())
        .containsExactly(0);
    assertThat(summary.totalIterations()).isZero();
    assertThat(summary.stopReason()).isEqualTo("CONVERGED");
    assertThat(summary.accuracy()).isEqualTo(1);
    assertThat(summary.logLoss()).isZero();
  }

  @Test
  void everyKindOfModelIsConstant() {
    Dataset<Row> same = rows(30, 0).withColumn("held", functions.expr("features IS NULL"));
    Dataset<Row> marked = rows(30, 0).withColumn("held", functions.rand(1).lt(0.5));
    List<SoftmaxClassifier> kinds =
        List.of(
            new SoftmaxClassifier().setRegParam(0.1),
            new SoftmaxClassifier().setRegParam(0.1).setElasticNetParam(0.5),
            new SoftmaxClassifier().setStandardization(false).setStorage("f32"),
            new SoftmaxClassifier().setSolver("adam"),
            new SoftmaxClassifier().setSolver("adam").setMiniBatchSize(8),
            new SoftmaxClassifier().setHiddenLayers(3),
            new SoftmaxClassifier().setHiddenLayers(3, 2).setActivation("tanh").setSolver("adam"),
            new SoftmaxClassifier().setBalancedClasses(true),
            new SoftmaxClassifier().setClassWeights(2, 3));
    for (SoftmaxClassifier kind : kinds) {
      SoftmaxClassificationModel model = kind.fit(same);
      assertThat(model.summary().totalIterations()).as(kind.explainParams()).isZero();
      assertThat(model.summary().logLoss()).as(kind.explainParams()).isZero();
      assertThat(model.predictProbability(Vectors.dense(1e3, -1e3))).isEqualTo(Vectors.dense(1, 0));
    }
    SoftmaxClassificationModel validated =
        new SoftmaxClassifier()
            .setValidationIndicatorCol("held")
            .setPatience(2)
            .setCalibration("temperature")
            .fit(marked);
    assertThat(validated.summary().validation().orElseThrow().accuracy()).isEqualTo(1);
    assertThat(validated.predictProbability(Vectors.dense(1, 1))).isEqualTo(Vectors.dense(1, 0));
  }

  /** The optimum is finite then. */
  @Test
  void smoothedLabelsAndModelsWithoutInterceptsAreTrained() {
    Dataset<Row> same = rows(30, 0);
    SoftmaxClassificationModel smoothed =
        new SoftmaxClassifier().setLabelSmoothing(0.2).setRegParam(0.1).fit(same);
    assertThat(smoothed.predictProbability(Vectors.dense(0, 0)).apply(0))
        .isCloseTo(0.9, within(1e-4));
    Dataset<Row> ones = rows(30, 1);
    try (LogOf log = new LogOf(SoftmaxClassifier.class)) {
      SoftmaxClassificationModel through =
          new SoftmaxClassifier().setFitIntercept(false).setRegParam(0.1).fit(ones);
      assertThat(log.messages())
          .contains(
              "WARN All training rows have the label 1: without fitIntercept, training may not converge");
      assertThat(through.interceptVector()).isEqualTo(Vectors.dense(0, 0));
      assertThat(through.summary().totalIterations()).isPositive();
      assertThat(through.predictProbability(Vectors.dense(1, 0)).apply(1)).isBetween(0.55, 0.95);
    }
  }

  /**
   * LogisticRegression predicts the class without rows here: its intercept is +∞ for two classes.
   */
  @Test
  void oneVersusRestSkipsClassesWithoutRows() {
    Dataset<Row> gap = rows(60, 0, 2).cache();
    MulticlassClassificationEvaluator accuracy =
        new MulticlassClassificationEvaluator().setMetricName("accuracy");
    double together =
        accuracy.evaluate(new SoftmaxClassifier().setRegParam(0.1).fit(gap).transform(gap));
    Dataset<Row> scored =
        new OneVsRest()
            .setClassifier(new SoftmaxClassifier().setRegParam(0.1))
            .fit(gap)
            .transform(gap);
    assertThat(scored.filter("prediction = 1").count()).isZero();
    assertThat(accuracy.evaluate(scored)).isCloseTo(together, within(0.05)).isGreaterThan(0.7);
    gap.unpersist(true);
  }

  @Test
  void aFoldOfOneClassIsEvaluated() {
    Dataset<Row> folds = rows(60, 0, 1).withColumn("fold", functions.expr("int(label)"));
    SoftmaxClassifier ours = new SoftmaxClassifier();
    LogisticRegression theirs = new LogisticRegression();
    for (String metric : List.of("accuracy", "logLoss")) {
      Evaluator evaluator = new MulticlassClassificationEvaluator().setMetricName(metric);
      assertThat(averages(folds, ours, ours.regParam(), evaluator))
          .containsExactly(averages(folds, theirs, theirs.regParam(), evaluator));
    }
    // The raw predictions of LogisticRegression have the attributes of one class, and are refused.
    for (String scores : List.of("rawPrediction", "probability")) {
      Evaluator evaluator = new BinaryClassificationEvaluator().setRawPredictionCol(scores);
      for (double area : averages(folds, ours, ours.regParam(), evaluator)) {
        assertThat(area).isBetween(0.0, 1.0);
      }
    }
  }

  private static double[] averages(
      Dataset<Row> folds, Estimator<?> estimator, DoubleParam param, Evaluator evaluator) {
    return new CrossValidator()
        .setNumFolds(2)
        .setFoldCol("fold")
        .setEvaluator(evaluator)
        .setEstimator(estimator)
        .setEstimatorParamMaps(new ParamGridBuilder().addGrid(param, new double[] {0, 0.1}).build())
        .fit(folds)
        .avgMetrics();
  }

  @Test
  void theOnlyNameGetsACounterpart() {
    Dataset<Row> named = rows(10, 0).withColumn("name", functions.lit("yes"));
    Dataset<Row> indexed =
        new StringIndexer().setInputCol("name").setOutputCol("y").fit(named).transform(named);
    SoftmaxClassificationModel model = new SoftmaxClassifier().setLabelCol("y").fit(indexed);
    assertThat(model.labels()).containsExactly("yes", "not yes");
    assertThat(
            new IndexToString()
                .setInputCol("prediction")
                .setOutputCol("back")
                .transform(model.transform(indexed))
                .filter("back = 'yes'")
                .count())
        .isEqualTo(10);
    SoftmaxClassificationModel copy = model.copy(ParamMap.empty());
    Vector probability = copy.predictProbability(Vectors.dense(1, 2));
    assertThat(probability).isEqualTo(Vectors.dense(1, 0));
  }
}
