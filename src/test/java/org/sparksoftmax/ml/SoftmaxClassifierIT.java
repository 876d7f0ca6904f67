package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sparksoftmax.ml.Stages.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.table.FrameInput;
import scala.reflect.ClassTag$;

/** Tests the estimator as a user of MLlib uses it, in a session without special settings. */
class SoftmaxClassifierIT {

  private static SparkSession spark;
  private static Dataset<Row> iris;
  private static Dataset<Row> digits;

  @BeforeAll
  static void start() {
    spark = Stages.session();
    iris = Stages.iris(spark);
    digits = Stages.digits(spark);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @AfterEach
  void nothingStaysCached() {
    assertThat(spark.sparkContext().getPersistentRDDs().mkString(" ")).isEmpty();
  }

  @Test
  void hasTheDefaultsOfLogisticRegression() {
    LogisticRegression theirs = new LogisticRegression();
    SoftmaxClassifier ours = new SoftmaxClassifier();
    for (String name :
        List.of(
            "featuresCol",
            "labelCol",
            "predictionCol",
            "probabilityCol",
            "rawPredictionCol",
            "regParam",
            "elasticNetParam",
            "maxIter",
            "tol",
            "fitIntercept",
            "standardization",
            "aggregationDepth",
            "family")) {
      assertThat(ours.getOrDefault(ours.getParam(name)))
          .as(name)
          .isEqualTo(theirs.getOrDefault(theirs.getParam(name)));
    }
    assertThat(ours.isDefined(ours.weightCol())).isFalse();
    assertThat(ours.isDefined(ours.thresholds())).isFalse();
    SoftmaxClassificationModel model = ours.setMaxIter(2).fit(iris);
    assertThat(model.getMaxIter()).isEqualTo(2);
    assertThat(model.getFeaturesCol()).isEqualTo("features");
    assertThat(model.hasParent()).isTrue();
    assertThat(model.parent()).isSameAs(ours);
    assertThat(model.uid()).isEqualTo(ours.uid());
  }

  @Test
  void explainsEveryParameter() {
    SoftmaxClassifier stage = new SoftmaxClassifier().setRegParam(0.25).setHiddenLayers(5, 3);
    assertThat(stage.explainParams())
        .contains("regParam: regularization parameter (>= 0) (default: 0.0, current: 0.25)")
        .contains("solver: ")
        .contains("checkpointDir: ");
    assertThat(stage.params()).hasSize(6 + 32);
  }

  @Test
  void settersReachTheModel() {
    SoftmaxClassifier stage =
        new SoftmaxClassifier()
            .setMaxIter(10)
            .setRegParam(1.0)
            .setThresholds(new double[] {0.4, 0.3, 0.3})
            .setProbabilityCol("myProbability");
    SoftmaxClassificationModel model = stage.fit(iris);
    assertThat(model.getMaxIter()).isEqualTo(10);
    assertThat(model.getRegParam()).isEqualTo(1.0);
    assertThat(model.getThresholds()).containsExactly(0.4, 0.3, 0.3);
    assertThat(model.getProbabilityCol()).isEqualTo("myProbability");
    assertThat(model.transform(iris).columns()).contains("myProbability");
  }

  @Test
  void predictsWhateverColumnsThereAre() {
    SoftmaxClassificationModel model = new SoftmaxClassifier().setRegParam(0.01).fit(iris);
    Dataset<Row> scored = model.transform(iris);
    for (Row row :
        scored.select("features", "rawPrediction", "probability", "prediction").collectAsList()) {
      Vector raw = row.getAs(1);
      Vector probability = row.getAs(2);
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        double share = 0;
        for (int other = 0; other < 3; other++) {
          share += Math.exp(raw.apply(other) - raw.apply(k));
        }
        assertThat(probability.apply(k)).isCloseTo(1 / share, within(1e-12));
        sum += probability.apply(k);
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      assertThat(row.getDouble(3)).isEqualTo(probability.argmax());
      assertThat(model.predict(row.getAs(0))).isEqualTo(row.getDouble(3));
    }
    List<Row> all = scored.select("prediction").collectAsList();
    // Derives each column from the remaining ones.
    List<String[]> left =
        List.of(new String[] {"", "probability"}, new String[] {"raw", ""}, new String[] {"", ""});
    for (String[] columns : left) {
      SoftmaxClassificationModel fewer = model.copy(ParamMap.empty());
      fewer.setRawPredictionCol(columns[0]).setProbabilityCol(columns[1]);
      assertThat(fewer.transform(iris).select("prediction").collectAsList()).isEqualTo(all);
    }
  }

  @Test
  void findsTheOptimumOfLogisticRegression() {
    for (double elasticNet : new double[] {0, 0.5}) {
      for (boolean standardization : new boolean[] {true, false}) {
        LogisticRegressionModel theirs =
            new LogisticRegression()
                .setFamily("multinomial")
                .setRegParam(0.02)
                .setElasticNetParam(elasticNet)
                .setStandardization(standardization)
                .setTol(1e-10)
                .setMaxIter(1000)
                .fit(iris);
        SoftmaxClassificationModel ours =
            new SoftmaxClassifier()
                .setFamily("multinomial")
                .setRegParam(0.02)
                .setElasticNetParam(elasticNet)
                .setStandardization(standardization)
                .setTol(1e-9)
                .setMaxIter(1000)
                .fit(iris);
        assertThat(ours.summary().stopReason()).isEqualTo("CONVERGED");
        double[] history = theirs.summary().objectiveHistory();
        assertThat(ours.summary().objective()).isCloseTo(history[history.length - 1], within(1e-7));
        // With an L1 penalty the objective is flat around its optimum, so only the objective is
        // compared.
        for (int k = 0; k < 3 && elasticNet == 0; k++) {
          for (int j = 0; j < 4; j++) {
            assertThat(ours.coefficientMatrix().apply(k, j))
                .isCloseTo(theirs.coefficientMatrix().apply(k, j), within(5e-3));
          }
          assertThat(ours.interceptVector().apply(k))
              .isCloseTo(theirs.interceptVector().apply(k), within(0.02));
        }
      }
    }
  }

  @Test
  void twoClassesAreThoseOfTheMultinomialFamily() {
    Dataset<Row> two = iris.filter("label < 2").withColumn("label", functions.col("label"));
    Dataset<Row> overlapping =
        iris.filter("label > 0").withColumn("label", functions.expr("label - 1"));
    assertThat(two.count()).isEqualTo(100);
    LogisticRegressionModel theirs =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(0.1)
            .setTol(1e-10)
            .fit(overlapping);
    SoftmaxClassificationModel ours =
        new SoftmaxClassifier().setRegParam(0.1).setTol(1e-8).fit(overlapping);
    for (int j = 0; j < 4; j++) {
      assertThat(ours.coefficientMatrix().apply(1, j))
          .isCloseTo(theirs.coefficientMatrix().apply(1, j), within(1e-4));
    }
  }

  @Test
  void summarisesTheTraining() {
    LogisticRegressionModel theirs =
        new LogisticRegression().setRegParam(0.02).setTol(1e-10).setMaxIter(1000).fit(iris);
    SoftmaxClassificationModel model =
        new SoftmaxClassifier().setRegParam(0.02).setTol(1e-9).setMaxIter(1000).fit(iris);
    SoftmaxTrainingSummary summary = model.summary();
    assertThat(summary.objectiveHistory()).hasSize(summary.totalIterations() + 1);
    assertThat(summary.objectiveHistory()[0]).isCloseTo(Math.log(3), within(1e-9));
    assertThat(summary.gradientNormHistory()).hasSameSizeAs(summary.objectiveHistory());
    assertThat(summary.labels()).containsExactly(theirs.summary().labels());
    assertThat(summary.accuracy()).isEqualTo(theirs.summary().accuracy());
    assertThat(summary.precisionByLabel())
        .containsExactly(theirs.summary().precisionByLabel(), within(1e-12));
    assertThat(summary.recallByLabel())
        .containsExactly(theirs.summary().recallByLabel(), within(1e-12));
    assertThat(summary.truePositiveRateByLabel())
        .containsExactly(theirs.summary().truePositiveRateByLabel(), within(1e-12));
    assertThat(summary.falsePositiveRateByLabel())
        .containsExactly(theirs.summary().falsePositiveRateByLabel(), within(1e-12));
    assertThat(summary.fMeasureByLabel())
        .containsExactly(theirs.summary().fMeasureByLabel(), within(1e-12));
    assertThat(summary.fMeasureByLabel(2))
        .containsExactly(theirs.summary().fMeasureByLabel(2), within(1e-12));
    assertThat(summary.weightedPrecision())
        .isCloseTo(theirs.summary().weightedPrecision(), within(1e-12));
    assertThat(summary.weightedRecall())
        .isCloseTo(theirs.summary().weightedRecall(), within(1e-12));
    assertThat(summary.weightedFalsePositiveRate())
        .isCloseTo(theirs.summary().weightedFalsePositiveRate(), within(1e-12));
    assertThat(summary.weightedFMeasure())
        .isCloseTo(theirs.summary().weightedFMeasure(), within(1e-12));
    assertThat(summary.predictions().count()).isEqualTo(150);
    SoftmaxSummary again = model.evaluate(iris);
    assertThat(again.accuracy()).isEqualTo(summary.accuracy());
    assertThat(again.logLoss()).isEqualTo(summary.logLoss());
    assertThat(again.numInstances()).isEqualTo(150);
  }

  @Test
  void weightsCountAsManyRows() {
    Dataset<Row> weighted = iris.withColumn("w", functions.expr("label + 1"));
    Dataset<Row> repeated = iris.union(iris.filter("label >= 1")).union(iris.filter("label >= 2"));
    SoftmaxClassifier stage = new SoftmaxClassifier().setRegParam(0.1).setTol(1e-9);
    Vector byWeights =
        stage.copy(ParamMap.empty()).setWeightCol("w").fit(weighted).interceptVector();
    Vector byRows = stage.setStandardization(true).fit(repeated).interceptVector();
    for (int k = 0; k < 3; k++) {
      assertThat(byWeights.apply(k)).isCloseTo(byRows.apply(k), within(0.02));
    }
  }

  @Test
  void metadataNamesClassesAndFeatures() {
    Dataset<Row> named =
        iris.withColumn(
                "label",
                functions.col("label"),
                NominalAttribute.defaultAttr()
                    .withName("label")
                    .withValues(new String[] {"setosa", "versicolor", "virginica", "unseen"})
                    .toMetadata())
            .withColumn(
                "features",
                functions.col("features"),
                new AttributeGroup(
                        "features",
                        IntStream.range(0, 4)
                            .mapToObj(
                                j ->
                                    (Attribute) NumericAttribute.defaultAttr().withName("leaf" + j))
                            .toArray(Attribute[]::new))
                    .toMetadata());
    SoftmaxClassificationModel model = new SoftmaxClassifier().setRegParam(0.1).fit(named);
    assertThat(model.labels()).containsExactly("setosa", "versicolor", "virginica", "unseen");
    assertThat(model.featureNames()).containsExactly("leaf0", "leaf1", "leaf2", "leaf3");
    assertThat(model.numClasses()).isEqualTo(4);
    Dataset<Row> scored = model.transform(named);
    assertThat(
            new IndexToString()
                .setInputCol("prediction")
                .setOutputCol("name")
                .transform(scored)
                .select("name")
                .head()
                .getString(0))
        .isIn("setosa", "versicolor", "virginica");
    double unseen =
        scored.select("probability").collectAsList().stream()
            .mapToDouble(row -> ((Vector) row.getAs(0)).apply(3))
            .max()
            .orElseThrow();
    assertThat(unseen).isLessThan(0.01);
  }

  @Test
  void aClassThatIsMissingInTheMiddleHasANumber() {
    Dataset<Row> gap = iris.withColumn("label", functions.expr("label * 2"));
    SoftmaxClassificationModel model = new SoftmaxClassifier().setRegParam(0.1).fit(gap);
    assertThat(model.numClasses()).isEqualTo(5);
    assertThat(
            model.transform(gap).select("prediction").distinct().collectAsList().stream()
                .map(row -> row.getDouble(0)))
        .containsExactlyInAnyOrder(0.0, 2.0, 4.0);
  }

  @Test
  void denseAndSparseVectorsAreTheSameRows() {
    List<Row> mixed = new ArrayList<>();
    int i = 0;
    for (Row row : digits.collectAsList()) {
      Vector features = row.getAs(1);
      mixed.add(row(row.getDouble(0), i++ % 3 == 0 ? features.toDense() : features.toSparse()));
    }
    SoftmaxClassifier stage = new SoftmaxClassifier().setMaxIter(20).setRegParam(0.01);
    SoftmaxClassificationModel dense = stage.fit(digits);
    SoftmaxClassificationModel both = stage.fit(Stages.frame(spark, mixed));
    assertThat(both.summary().objective()).isCloseTo(dense.summary().objective(), within(1e-4));
    Vector vector = digits.head().getAs(1);
    assertThat(dense.predictRaw(vector.toSparse()).toArray())
        .containsExactly(dense.predictRaw(vector.toDense()).toArray(), within(1e-12));
  }

  @Test
  void softLabelsNeedNoLabels() {
    Dataset<Row> soft =
        iris.withColumn(
                "targets",
                functions.expr("transform(sequence(0, 2), k -> IF(k = label, 0.8D, 0.1D))"))
            .drop("label");
    SoftmaxClassificationModel model =
        new SoftmaxClassifier()
            .setSoftLabelCol("targets")
            .setStandardization(false)
            .setTol(1e-9)
            .setMaxIter(1000)
            .fit(soft);
    SoftmaxClassificationModel smoothed =
        new SoftmaxClassifier()
            .setLabelSmoothing(0.3)
            .setStandardization(false)
            .setTol(1e-9)
            .setMaxIter(1000)
            .fit(iris);
    assertThat(model.coefficientMatrix().toArray())
        .containsExactly(smoothed.coefficientMatrix().toArray(), within(1e-3));
    assertThat(model.evaluate(soft).accuracy()).isGreaterThan(0.85);
  }

  @Test
  void classWeightsAndBalanceChangeTheIntercepts() {
    Dataset<Row> few = iris.filter("label < 2").union(iris.filter("label = 2").limit(10));
    SoftmaxClassifier stage = new SoftmaxClassifier().setRegParam(0.1).setTol(1e-9);
    SoftmaxClassificationModel balanced = stage.setBalancedClasses(true).fit(few);
    stage.setBalancedClasses(false);
    SoftmaxClassificationModel given =
        stage.setClassWeights(110 / 150.0, 110 / 150.0, 110 / 30.0).fit(few);
    assertThat(balanced.coefficientMatrix().toArray())
        .containsExactly(given.coefficientMatrix().toArray(), within(1e-6));
    stage.setClassWeights(1, 1);
    assertThatThrownBy(() -> stage.fit(few))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid classWeights: 2 values for 3 classes");
  }

  @Test
  void stopsEarlyOnTheRowsForValidation() {
    Dataset<Row> marked = digits.withColumn("held", functions.expr("pmod(hash(features), 5) = 0"));
    SoftmaxClassificationModel model =
        new SoftmaxClassifier()
            .setValidationIndicatorCol("held")
            .setPatience(5)
            .setCalibration("temperature")
            .setMaxIter(500)
            .fit(marked);
    assertThat(model.summary().stopReason()).isEqualTo("EARLY_STOPPED");
    // Evaluation does not require this column.
    assertThat(model.evaluate(digits).numInstances()).isEqualTo(digits.count());
    long held = marked.filter("held").count();
    assertThat(model.summary().validation().orElseThrow().rows()).isEqualTo(held);
    assertThat(model.summary().numInstances()).isEqualTo(digits.count() - held);
    assertThat(model.softmaxModel().temperature()).isNotEqualTo(1);
    assertThat(model.summary().validation().orElseThrow().accuracy()).isGreaterThan(0.9);
  }

  @Test
  void networksLearnWhatLinearModelsCannot() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double x = (i % 20) / 10.0 - 0.95;
      double y = Math.floorDiv(i, 20) / 10.0 - 0.95;
      rows.add(row(x * y > 0 ? 1 : 0, x, y));
    }
    Dataset<Row> xor = Stages.frame(spark, rows);
    SoftmaxClassificationModel network =
        new SoftmaxClassifier().setHiddenLayers(8).setActivation("tanh").setMaxIter(300).fit(xor);
    assertThat(network.summary().accuracy()).isGreaterThan(0.98);
    assertThat(new SoftmaxClassifier().fit(xor).summary().accuracy()).isLessThan(0.7);
    assertThat(network.transform(xor).filter("prediction = label").count()).isGreaterThan(392);
    assertThatThrownBy(network::coefficientMatrix)
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anIterationOnMiniBatchesOfRowsIsAnEpoch() {
    SoftmaxClassifier stage =
        new SoftmaxClassifier()
            .setSolver("adam")
            .setMiniBatchSize(64)
            .setHiddenLayers(32)
            .setMaxIter(5);
    SoftmaxClassificationModel network = stage.fit(digits);
    assertThat(network.summary().totalIterations()).isEqualTo(5);
    assertThat(network.summary().accuracy()).isGreaterThan(0.95);
    assertThat(stage.setNumPartitions(7).fit(digits).softmaxModel().sha256())
        .isEqualTo(network.softmaxModel().sha256());
    assertThatThrownBy(() -> stage.setSolver("lbfgs").fit(digits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid miniBatchSize = 64: must be omitted with solver = lbfgs");
  }

  @Test
  void copiesKeepTheWarmStart() {
    SoftmaxClassifier stage =
        new SoftmaxClassifier().setRegParam(0.001).setTol(1e-7).setMaxIter(1000);
    SoftmaxClassificationModel cold = stage.fit(digits);
    SoftmaxClassifier copy = stage.setInitialModel(cold).copy(ParamMap.empty());
    SoftmaxClassificationModel warm = copy.fit(digits);
    assertThat(cold.summary().totalIterations()).isGreaterThan(20);
    assertThat(warm.summary().totalIterations()).isLessThan(3);
    assertThat(warm.summary().stopReason()).isEqualTo("CONVERGED");
  }

  @Test
  void theSameFitHasTheSameBits() {
    SoftmaxClassifier stage = new SoftmaxClassifier().setMaxIter(10);
    String sha256 = stage.fit(digits).softmaxModel().sha256();
    assertThat(stage.setAggregationDepth(3).fit(digits).softmaxModel().sha256()).isEqualTo(sha256);
    assertThat(stage.setNumPartitions(20).fit(digits).softmaxModel().sha256()).isEqualTo(sha256);
  }

  @Test
  void anInputThatIsCachedStaysSo() {
    Dataset<Row> cached = iris.persist(StorageLevel.MEMORY_ONLY());
    cached.count();
    new SoftmaxClassifier().setMaxIter(3).fit(cached);
    assertThat(cached.storageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
    assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(1);
    cached.unpersist(true);
  }

  @Test
  void theInputIsComputedOnce() {
    LongAccumulator rows = spark.sparkContext().longAccumulator();
    Dataset<Row> counted =
        spark.createDataFrame(
            iris.toJavaRDD()
                .map(
                    row -> {
                      rows.add(1);
                      return row;
                    }),
            Stages.TYPE);
    new SoftmaxClassifier().fit(counted);
    assertThat(rows.value()).isEqualTo(150);
  }

  /**
   * Spark sends the lineage of an RDD with the tasks of every job, but not that of cached blocks.
   */
  @Test
  void tasksDoNotCarryThePipelineBeforeThem() throws Exception {
    double[] large = new double[1 << 19];
    Dataset<Row> behindMegabytes =
        spark.createDataFrame(
            iris.toJavaRDD().filter(row -> large[(int) row.getDouble(0)] == 0), Stages.TYPE);
    FrameInput input =
        new FrameInput(
            behindMegabytes,
            "features",
            List.of(),
            Optional.of("label"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    DataConfig config =
        ConfigReader.read(
                Optional.empty(), List.of("data.format=parquet", "data.path=frame"), Map.of())
            .data();
    try (TrainingData data = TrainingData.load(config, input)) {
      int bytes =
          SparkEnv.get()
              .closureSerializer()
              .newInstance()
              .serialize(data.train().blocks().rdd(), ClassTag$.MODULE$.apply(RDD.class))
              .limit();
      assertThat(bytes).isLessThan(10_000);
      double[] weights = data.train().classWeightSums(3);
      // Lost blocks are recomputed from the broadcast lineage.
      data.train().blocks().unpersist(true);
      assertThat(data.train().classWeightSums(3)).containsExactly(weights);
    }
  }

  @Test
  void badInputGetsOneClearLine() {
    refuses(
        iris.withColumn("label", functions.expr("label + 0.5")),
        "of the DataFrame: column 'label' holds ");
    refuses(iris.withColumn("label", functions.expr("label - 1")), ".0, which is no class");
    refuses(
        iris.withColumn("label", functions.expr("label * 1e7")),
        "(a whole number from 0 to 1048575)");
    refuses(iris.filter("label < 0"), "Cannot train on zero rows: the DataFrame has no row");
    refuses(
        Stages.frame(spark, List.of(row(0, 1, 2), row(1, Double.NaN, 2))),
        "row 1 of partition 1 of the DataFrame: column 'features' holds NaN, which is not finite");
    refuses(
        Stages.frame(spark, List.of(row(0, 1, 2), row(1, 1))).coalesce(1),
        "holds a vector of 1 values, expected 2");
    refuses(Stages.frame(spark, List.of(row(0, 1, 2), row(1, 1))), "vectors of 2 and of 1 values");
    SoftmaxClassifier stage = new SoftmaxClassifier();
    assertThatThrownBy(() -> stage.setRegParam(-1))
        .hasMessageContaining("regParam given invalid value -1.0");
    assertThatThrownBy(() -> stage.setFamily("binomial")).hasMessageContaining("family");
    assertThatThrownBy(() -> stage.setPatience(3).fit(iris))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patience")
        .hasMessageContaining("validationIndicatorCol");
    assertThatThrownBy(() -> stage.setPatience(0).setValidationIndicatorCol("label").fit(iris))
        .hasMessage(
            "Invalid validationIndicatorCol = label: the column is double, expected boolean");
    assertThatThrownBy(() -> new SoftmaxClassifier().setWeightCol("w").fit(iris))
        .hasMessageStartingWith("Invalid weightCol = w: there is no such column among");
    assertThatThrownBy(
            () ->
                new SoftmaxClassifier()
                    .setSolver("lbfgs")
                    .setRegParam(1)
                    .setElasticNetParam(1)
                    .fit(iris))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("solver")
        .hasMessageContaining("elasticNetParam");
    assertThatThrownBy(() -> new SoftmaxClassifier().fit(iris).predict(Vectors.dense(1, 2)))
        .hasMessage("Cannot apply the model to a vector of 2 features: it has 4");
  }

  @Test
  void warnsOfAModelThatOverfitsInTermsOfParameters() {
    List<Row> rows = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      double[] noise = random.doubles(60).toArray();
      rows.add(row(i % 2, noise));
    }
    Dataset<Row> marked = Stages.frame(spark, rows).withColumn("held", functions.rand(3).geq(0.5));
    SoftmaxClassifier stage = new SoftmaxClassifier().setValidationIndicatorCol("held");
    List<String> warnings;
    try (LogOf log = new LogOf(SoftmaxClassifier.class)) {
      warnings = stage.fit(marked).summary().warnings();
      assertThat(log.messages()).contains("WARN " + warnings.get(0));
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("validation log loss ")
        .contains("choose a larger regParam with CrossValidator, or set patience with validation");
    assertThat(new SoftmaxClassifier().setRegParam(0.1).fit(iris).summary().warnings()).isEmpty();
  }

  @Test
  void thresholdsChangePredictionsAsMllibDefinesThem() {
    SoftmaxClassificationModel model = new SoftmaxClassifier().setRegParam(0.1).fit(iris);
    SoftmaxClassificationModel strict = model.copy(ParamMap.empty());
    strict.setThresholds(new double[] {1, 1, 1e-6});
    assertThat(strict.transform(iris).filter("prediction = 2").count()).isEqualTo(150);
    assertThatThrownBy(() -> new SoftmaxClassifier().setThresholds(new double[] {1, 1}).fit(iris))
        .hasMessage("Invalid thresholds: 2 values for 3 classes");
  }

  @Test
  void aFitThatFailsSaysSoAndKeepsTheLastGoodModel() {
    Dataset<Row> huge =
        Stages.frame(spark, List.of(row(0, 1e30, 1), row(1, -1e30, 1), row(0, 1e20, 2)));
    assertThatThrownBy(
            () ->
                new SoftmaxClassifier()
                    .setStandardization(false)
                    .setSolver("momentum")
                    .setStepSize(1e300)
                    .setRegParam(1e10)
                    .setStorage("f64")
                    .fit(huge))
        .isInstanceOfSatisfying(
            TrainingFailedException.class,
            failed -> {
              assertThat(failed).hasMessageStartingWith("Training failed: ");
              assertThat(failed.lastGoodModel().numFeatures()).isEqualTo(2);
            });
  }

  private static void refuses(Dataset<Row> data, String message) {
    assertThatThrownBy(() -> new SoftmaxClassifier().fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .satisfies(
            bad -> assertThat(bad.getMessage()).doesNotContain("data.").doesNotContain("\n"));
  }

  @Test
  @SuppressWarnings("rawtypes")
  void sparkConnectFindsBoth() {
    assertThat(ServiceLoader.load(Estimator.class).stream().map(ServiceLoader.Provider::type))
        .contains(SoftmaxClassifier.class);
    assertThat(ServiceLoader.load(Transformer.class).stream().map(ServiceLoader.Provider::type))
        .contains(SoftmaxClassificationModel.class);
    assertThat(new SoftmaxClassificationModel().numClasses()).isEqualTo(2);
  }
}
