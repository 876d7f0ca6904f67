package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sparksoftmax.ml.Stages.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What LogisticRegression has for two classes. */
class TwoClassesIT {

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static Dataset<Row> rows;
  private static SoftmaxClassificationModel ours;
  private static LogisticRegressionModel theirs;

  @BeforeAll
  static void start() {
    spark = Stages.session();
    Random random = new Random(3);
    List<Row> overlapping = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      double label = x - y + random.nextGaussian() > 0.5 || x * y > 1.5 ? 1 : 0;
      overlapping.add(row(label, x, 10 * y));
    }
    rows = Stages.frame(spark, overlapping).cache();
    // The penalty of two rows of weights, ±β / 2 each, is half of that of β.
    ours = new SoftmaxClassifier().setRegParam(0.02).setTol(1e-9).fit(rows);
    theirs = new LogisticRegression().setRegParam(0.01).setTol(1e-12).fit(rows);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<Row> predictions(Dataset<Row> transformed) {
    return transformed.select("prediction").collectAsList();
  }

  @Test
  void coefficientsAndInterceptAreThoseOfLogisticRegression() {
    assertThat(ours.coefficients().toArray())
        .containsExactly(theirs.coefficients().toArray(), within(1e-5));
    assertThat(ours.intercept()).isCloseTo(theirs.intercept(), within(1e-5));
    Vector features = rows.head().getAs(1);
    Vector probability = ours.predictProbability(features);
    assertThat(Math.log(probability.apply(1) / probability.apply(0)))
        .isCloseTo(ours.coefficients().dot(features) + ours.intercept(), within(1e-9));
  }

  @Test
  void otherModelsHaveNeither() {
    SoftmaxClassificationModel three =
        new SoftmaxClassifier().setMaxIter(1).fit(Stages.iris(spark));
    assertThatThrownBy(three::coefficients)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("A model of 3 classes has a matrix of coefficients: use coefficientMatrix()");
    assertThatThrownBy(three::intercept)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("A model of 3 classes has a vector of intercepts: use interceptVector()");
    SoftmaxClassificationModel network =
        new SoftmaxClassifier().setHiddenLayers(2).setMaxIter(1).fit(rows);
    assertThatThrownBy(network::coefficients).hasMessageStartingWith("A network has no coeff");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.3, 0.5, 0.9, 1})
  void predictsByTheThresholdAsLogisticRegression(double threshold) {
    LogisticRegressionModel reference = theirs.copy(ParamMap.empty());
    List<Row> expected = predictions(reference.setThreshold(threshold).transform(rows));
    SoftmaxClassificationModel cut = ours.copy(ParamMap.empty()).setThreshold(threshold);
    assertThat(predictions(cut.transform(rows))).isEqualTo(expected);
    assertThat(predictions(cut.copy(ParamMap.empty()).setProbabilityCol("").transform(rows)))
        .isEqualTo(expected);
    assertThat(predictions(cut.copy(ParamMap.empty()).setRawPredictionCol("").transform(rows)))
        .isEqualTo(expected);
    SoftmaxClassificationModel bare = cut.copy(ParamMap.empty());
    bare.setRawPredictionCol("").setProbabilityCol("");
    assertThat(predictions(bare.transform(rows))).isEqualTo(expected);
    SoftmaxClassificationModel both = cut.setThresholds(new double[] {1 - threshold, threshold});
    assertThat(predictions(both.transform(rows))).isEqualTo(expected);
    SoftmaxClassificationModel fitted =
        new SoftmaxClassifier().setRegParam(0.02).setTol(1e-9).setThreshold(threshold).fit(rows);
    assertThat(predictions(fitted.transform(rows))).isEqualTo(expected);
  }

  @Test
  void thresholdAndThresholdsAreEquivalentAsInLogisticRegression() {
    LogisticRegression reference = new LogisticRegression();
    SoftmaxClassifier stage = new SoftmaxClassifier();
    assertThat(stage.getThreshold()).isEqualTo(reference.getThreshold()).isEqualTo(0.5);
    assertThatThrownBy(reference::getThresholds).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(stage::getThresholds).isInstanceOf(NoSuchElementException.class);

    reference.setThreshold(0.3);
    stage.setThreshold(0.3);
    assertThat(stage.getThresholds()).containsExactly(reference.getThresholds());

    reference.setThresholds(new double[] {1, 4});
    stage.setThresholds(new double[] {1, 4});
    assertThat(stage.isSet(stage.threshold())).isFalse();
    assertThat(stage.getThreshold()).isEqualTo(reference.getThreshold()).isEqualTo(0.8);
    reference.setThreshold(0.4);
    assertThat(stage.setThreshold(0.4).isSet(stage.thresholds())).isFalse();

    for (double[] thresholds : new double[][] {{0.5, 0.5}, {0.1, 0.2, 0.3}}) {
      reference.set(reference.thresholds(), thresholds);
      stage.set(stage.thresholds(), thresholds);
      assertThatThrownBy(reference::getThreshold).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(stage::getThreshold).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reference.fit(rows)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> stage.fit(rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Invalid threshold = 0.4 with thresholds = [0.")
          .hasMessageEndingWith("; clear one of them");
    }
    stage.clear(stage.threshold());
    reference.clear(reference.threshold());
    assertThatThrownBy(reference::getThreshold).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(stage::getThreshold)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot give the threshold of two classes: thresholds has 3 values, [0.1, 0.2, 0.3]");
    stage.set(stage.thresholds(), new double[] {3, 2}).set(stage.threshold(), 0.4);
    assertThat(stage.getThreshold()).isCloseTo(0.4, within(1e-15));
    SoftmaxClassificationModel model = ours.copy(ParamMap.empty());
    model.set(model.thresholds(), new double[] {1, 1}).set(model.threshold(), 0.4);
    assertThatThrownBy(() -> model.transform(rows))
        .hasMessage(
            "Invalid threshold = 0.4 with thresholds = [1.0, 1.0]: they are equivalent to the threshold 0.5; clear one of them");
    assertThatThrownBy(() -> stage.setThreshold(1.5))
        .hasMessageContaining("threshold given invalid value 1.5");
  }

  @Test
  void aThresholdIsSavedAndCopied() throws Exception {
    SoftmaxClassificationModel cut = ours.copy(ParamMap.empty()).setThreshold(0.2);
    String path = folder.resolve("model").toString();
    cut.save(path);
    SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
    assertThat(loaded.getThreshold()).isEqualTo(0.2);
    assertThat(predictions(loaded.transform(rows))).isEqualTo(predictions(cut.transform(rows)));
    assertThat(new SoftmaxClassifier().setThreshold(0.2).copy(ParamMap.empty()).getThreshold())
        .isEqualTo(0.2);
  }

  /** LogisticRegression passes over it; here a warning says so. */
  @Test
  void aThresholdHasNoEffectOnThreeClasses() {
    Dataset<Row> iris = Stages.iris(spark);
    LogisticRegression reference = new LogisticRegression().setRegParam(0.1);
    assertThat(predictions(reference.setThreshold(0.9).fit(iris).transform(iris)))
        .isEqualTo(
            predictions(new LogisticRegression().setRegParam(0.1).fit(iris).transform(iris)));
    SoftmaxClassifier stage = new SoftmaxClassifier().setRegParam(0.1);
    List<Row> expected = predictions(stage.fit(iris).transform(iris));
    try (LogOf log = new LogOf(SoftmaxClassifier.class)) {
      assertThat(predictions(stage.setThreshold(0.9).fit(iris).transform(iris)))
          .isEqualTo(expected);
      assertThat(log.messages())
          .contains("WARN threshold = 0.9 has no effect on 3 classes: set thresholds instead");
    }
  }

  /** The second logit of a network says nothing alone: probabilities follow the difference. */
  @Test
  void rankingByTheRawPredictionIsThatByTheProbability() {
    BinaryClassificationEvaluator byRaw = new BinaryClassificationEvaluator();
    BinaryClassificationEvaluator byProbability =
        new BinaryClassificationEvaluator().setRawPredictionCol("probability");
    List<SoftmaxClassifier> kinds =
        List.of(
            new SoftmaxClassifier().setHiddenLayers(6),
            new SoftmaxClassifier().setHiddenLayers(4, 3).setActivation("tanh").setMaxIter(20),
            new SoftmaxClassifier().setRegParam(0.1),
            new SoftmaxClassifier().setElasticNetParam(1).setRegParam(0.02));
    for (SoftmaxClassifier kind : kinds) {
      Dataset<Row> scored = kind.fit(rows).transform(rows).cache();
      double area = byProbability.evaluate(scored);
      // Probabilities near 1 may be equal where logits differ.
      assertThat(byRaw.evaluate(scored)).isCloseTo(area, within(1e-3));
      assertThat(area).isGreaterThan(0.8);
      for (Row row : scored.select("rawPrediction", "probability").collectAsList()) {
        Vector raw = row.getAs(0);
        Vector probability = row.getAs(1);
        assertThat(raw.apply(0)).isEqualTo(-raw.apply(1));
        assertThat(probability.apply(1))
            .isCloseTo(1 / (1 + Math.exp(-2 * raw.apply(1))), within(1e-15));
      }
      scored.unpersist(true);
    }
  }
}
