package org.sparksoftmax.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fits by spark-softmax give the models of MLlib's own fits. */
class SoftmaxLogisticRegressionIT {

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static Dataset<Row> iris;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    Dataset<Row> table =
        spark
            .read()
            .option("header", true)
            .option("sep", "\t")
            .option("inferSchema", true)
            .csv("src/main/data/iris.tsv.gz");
    iris =
        new VectorAssembler()
            .setInputCols(
                new String[] {"sepal-length", "sepal-width", "petal-length", "petal-width"})
            .setOutputCol("features")
            .transform(table)
            .selectExpr("target AS label", "features", "1 + target * 0.5 AS weight")
            .cache();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Sets the same parameters on both estimators. */
  private interface Setting {
    LogisticRegression on(LogisticRegression estimator);
  }

  private static LogisticRegression tight(LogisticRegression estimator) {
    return estimator.setTol(1e-10).setMaxIter(1000);
  }

  static Stream<Setting> settings() {
    return Stream.of(
        e -> e.setRegParam(0.01),
        e -> e.setRegParam(0.1).setElasticNetParam(0.5),
        e -> e.setRegParam(0.05).setElasticNetParam(1),
        e -> e.setRegParam(0.01).setFitIntercept(false),
        e -> e.setRegParam(0.01).setStandardization(false),
        e -> e.setRegParam(0.01).setWeightCol("weight"),
        e -> e.setRegParam(0.01).setFamily("multinomial").setThresholds(new double[] {0.2, 1, 2}),
        e -> e.setRegParam(0.01).setLabelCol("label").setPredictionCol("p").setProbabilityCol(""));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void modelsAreThoseOfMllib(Setting setting) {
    LogisticRegressionModel theirs = setting.on(tight(new LogisticRegression())).fit(iris);
    LogisticRegressionModel ours = setting.on(tight(new SoftmaxLogisticRegression())).fit(iris);
    assertThat(differsFrom(ours, theirs)).as("whether spark-softmax fitted").isTrue();
    assertSame(ours, theirs, 2e-3);
    assertThat(ours.summary().accuracy()).isEqualTo(theirs.summary().accuracy());
    assertThat(ours.summary().weightedFMeasure())
        .isCloseTo(theirs.summary().weightedFMeasure(), within(1e-12));
    assertThat(ours.transform(iris).select(ours.getPredictionCol()).collectAsList())
        .isEqualTo(theirs.transform(iris).select(theirs.getPredictionCol()).collectAsList());
    assertThat(ours.transform(iris).schema()).isEqualTo(theirs.transform(iris).schema());
    double[] history = ours.summary().objectiveHistory();
    assertThat(history).hasSize(ours.summary().totalIterations() + 1);
    double[] optimum = theirs.summary().objectiveHistory();
    assertThat(history[history.length - 1]).isCloseTo(optimum[optimum.length - 1], within(1e-7));
  }

  private static boolean differsFrom(LogisticRegressionModel one, LogisticRegressionModel other) {
    return !one.coefficientMatrix().equals(other.coefficientMatrix());
  }

  private static void assertSame(
      LogisticRegressionModel ours, LogisticRegressionModel theirs, double tolerance) {
    assertThat(ours.numClasses()).isEqualTo(theirs.numClasses());
    double[] expected = theirs.coefficientMatrix().toArray();
    double[] found = ours.coefficientMatrix().toArray();
    assertThat(found).hasSameSizeAs(expected).contains(expected, within(tolerance));
    assertThat(ours.interceptVector().toArray())
        .contains(theirs.interceptVector().toArray(), within(tolerance));
    assertThat(ours.extractParamMap().toSeq().size())
        .isEqualTo(theirs.extractParamMap().toSeq().size());
  }

  /** Without a penalty, the weights of separable classes are infinite: two overlapping classes. */
  @Test
  void twoClassesAreMultinomialOnlyOnRequest() {
    Dataset<Row> two = iris.filter("label > 0").selectExpr("label - 1 AS label", "features");
    Setting multinomial = e -> e.setFamily("multinomial").setRegParam(0.01);
    LogisticRegressionModel theirs = multinomial.on(tight(new LogisticRegression())).fit(two);
    LogisticRegressionModel ours = multinomial.on(tight(new SoftmaxLogisticRegression())).fit(two);
    assertThat(differsFrom(ours, theirs)).isTrue();
    assertSame(ours, theirs, 2e-3);
    assertThat(ours.binarySummary().areaUnderROC())
        .isCloseTo(theirs.binarySummary().areaUnderROC(), within(1e-9));
    Setting unpenalised = e -> e.setFamily("multinomial").setTol(1e-12);
    assertSame(
        unpenalised.on(tight(new SoftmaxLogisticRegression())).fit(two),
        unpenalised.on(tight(new LogisticRegression())).fit(two),
        0.05);
  }

  /** The same class computes both models, so that all bits are equal. */
  @Test
  void mllibFitsTheRest() {
    Dataset<Row> two = iris.filter("label > 0").selectExpr("label - 1 AS label", "features");
    List<Setting> binomial = new ArrayList<>();
    binomial.add(e -> e.setRegParam(0.01));
    binomial.add(e -> e.setFamily("binomial").setThreshold(0.3));
    for (Setting setting : binomial) {
      LogisticRegressionModel ours = setting.on(new SoftmaxLogisticRegression()).fit(two);
      LogisticRegressionModel theirs = setting.on(new LogisticRegression()).fit(two);
      assertThat(ours.coefficients()).isEqualTo(theirs.coefficients());
      assertThat(ours.intercept()).isEqualTo(theirs.intercept());
      assertThat(ours.getThreshold()).isEqualTo(theirs.getThreshold());
    }
    List<Setting> others = new ArrayList<>();
    others.add(e -> e.setMaxIter(0));
    others.add(
        e -> e.setLowerBoundsOnCoefficients(Matrices.zeros(3, 4)).setMaxIter(20).setRegParam(0.1));
    for (Setting setting : others) {
      assertThat(setting.on(new SoftmaxLogisticRegression()).fit(iris).coefficientMatrix())
          .isEqualTo(setting.on(new LogisticRegression()).fit(iris).coefficientMatrix());
    }
    Dataset<Row> one = iris.filter("label = 2");
    assertThat(new SoftmaxLogisticRegression().fit(one).interceptVector())
        .isEqualTo(new LogisticRegression().fit(one).interceptVector());
  }

  @Test
  void stagesAreSavedAsThoseOfMllib() throws Exception {
    SoftmaxLogisticRegression estimator = new SoftmaxLogisticRegression();
    estimator.setRegParam(0.25);
    String path = folder.resolve("estimator").toString();
    estimator.save(path);
    LogisticRegression loaded = LogisticRegression.load(path);
    assertThat(loaded.uid()).isEqualTo(estimator.uid());
    assertThat(loaded.getRegParam()).isEqualTo(0.25);
    LogisticRegressionModel model = estimator.fit(iris);
    String saved = folder.resolve("model").toString();
    model.save(saved);
    assertThat(LogisticRegressionModel.load(saved).coefficientMatrix())
        .isEqualTo(model.coefficientMatrix());
    assertThat(estimator.copy(estimator.extractParamMap()))
        .isInstanceOf(SoftmaxLogisticRegression.class);
  }

  @Test
  void thePluginReplacesOnlyLogisticRegression() {
    SoftmaxBackend plugin = new SoftmaxBackend();
    assertThat(plugin.transform(LogisticRegression.class.getName()))
        .contains(SoftmaxLogisticRegression.class.getName());
    assertThat(plugin.transform(LogisticRegressionModel.class.getName())).isEmpty();
  }
}
