package org.sparksoftmax.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.ml.SoftmaxClassifier;
import org.sparksoftmax.run.SoftmaxJob;
import org.sparksoftmax.run.record.SummaryJson;

/** Applies saved models in queries, with the functions that the extension adds. */
class SqlIT {

  private static final String IRIS = "src/main/data/iris.tsv.gz";

  private static final String[] NAMES = {
    "sepal-length", "sepal-width", "petal-length", "petal-width"
  };

  private static final String COLUMNS =
      "`sepal-length`, `sepal-width`, `petal-length`, `petal-width`";

  @TempDir private static Path folder;

  private static SparkSession spark;

  /** The path of a stage that was trained on irises as vectors. */
  private static String stage;

  /** The path of the output of a run on a table of irises. */
  private static String run;

  private static SoftmaxClassificationModel model;
  private static Dataset<Row> iris;

  @BeforeAll
  static void start() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .config("spark.sql.extensions", SoftmaxExtensions.class.getName())
            .getOrCreate();
    Dataset<Row> table =
        spark
            .read()
            .option("header", true)
            .option("sep", "\t")
            .option("inferSchema", true)
            .csv(IRIS);
    iris =
        new VectorAssembler().setInputCols(NAMES).setOutputCol("features").transform(table).cache();
    iris.createOrReplaceTempView("iris");
    model = new SoftmaxClassifier().setLabelCol("target").setRegParam(0.01).fit(iris);
    stage = folder.resolve("stage").toString();
    model.save(stage);
    run = folder.resolve("run").toString();
    train(run, 0.01);
    Files.writeString(Path.of(run, SummaryJson.NAME), "{}"); // as submit/softmax train does
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static SoftmaxJob job(double strength) {
    return SoftmaxJob.on(spark)
        .set("data.format", "tsv")
        .set("data.path", IRIS)
        .set("regularization.strength", strength);
  }

  private static void train(String path, double strength) {
    FileUtils.deleteQuietly(new File(path));
    SoftmaxJob job = job(strength);
    job.save(job.train().model(), path);
  }

  private static List<Row> query(String sql, Object... arguments) {
    return spark.sql(String.format(Locale.ROOT, sql, arguments)).collectAsList();
  }

  private static void assertFails(String message, String sql, Object... arguments) {
    assertThatThrownBy(() -> spark.sql(String.format(Locale.ROOT, sql, arguments)))
        .isInstanceOf(AnalysisException.class)
        .hasNoCause() // or spark-sql prints a stack trace
        .message()
        .matches(Pattern.quote(message) + "; line 1 pos [0-9]+");
  }

  // -------------------------------------------------------------------------------- predictions

  @Test
  void scoresAreThoseOfTransformBitForBit() {
    List<Row> expected = model.transform(iris).select("prediction", "probability").collectAsList();
    for (String arguments :
        List.of(
            "features",
            "vector_values => features",
            COLUMNS,
            COLUMNS.toUpperCase(Locale.ROOT),
            "`petal-width`, `sepal-length`, `petal-length`, `sepal-width`",
            "struct(" + COLUMNS + ")",
            "struct(*)",
            "*",
            "whole",
            "list")) {
      List<Row> scores =
          query(
              "SELECT softmax_predict('%1$s', %2$s), softmax_probabilities('%1$s', %2$s) FROM (SELECT *%3$s FROM iris)",
              stage,
              arguments,
              arguments.equals("*") || arguments.equals("struct(*)")
                  ? ""
                  : ", struct(*) AS whole, array(" + COLUMNS + ") AS list");
      assertThat(scores).hasSameSizeAs(expected).hasSize(150);
      for (int i = 0; i < 150; i++) {
        int k = (int) expected.get(i).getDouble(0);
        assertThat(scores.get(i).getString(0)).isEqualTo(Integer.toString(k));
        Vector probability = expected.get(i).getAs(1);
        Map<String, Double> byLabel = scores.get(i).getJavaMap(1);
        assertThat(byLabel.keySet()).containsExactly("0", "1", "2");
        assertThat(byLabel.values())
            .as(arguments)
            .containsExactly(probability.apply(0), probability.apply(1), probability.apply(2));
      }
    }
  }

  @Test
  void thresholdsOfTheStageDecide() throws IOException {
    String path = folder.resolve("thresholds").toString();
    SoftmaxClassificationModel shifted =
        SoftmaxClassificationModel.load(stage).setThresholds(new double[] {0.9, 0.01, 0.9});
    shifted.save(path);
    List<Row> expected =
        shifted.transform(iris).selectExpr("string(int(prediction))").collectAsList();
    assertThat(query("SELECT softmax_predict('%s', features) FROM iris", path))
        .isEqualTo(expected)
        .isNotEqualTo(query("SELECT softmax_predict('%s', features) FROM iris", stage));
  }

  @Test
  void expressionsHaveNames() {
    String doubled =
        "SELECT softmax_predict('%s', `petal-width` => `petal-width` * 2, `petal-length` => `petal-length` + 1, `sepal-length`, `sepal-width` => w) FROM (SELECT *, `sepal-width` AS w FROM iris)";
    List<Row> expected =
        query(
            "SELECT softmax_predict('%s', array(`sepal-length`, `sepal-width`, `petal-length` + 1, `petal-width` * 2)) FROM iris",
            run);
    assertThat(query(doubled, run)).isEqualTo(expected);
    assertThat(
            query(
                "SELECT softmax_predict('%s', struct(`petal-width` * 2 AS `petal-width`, `petal-length` + 1 AS `Petal-Length`, `sepal-length`, `sepal-width`)) FROM iris",
                run))
        .isEqualTo(expected);
  }

  @Test
  void aRunAndItsModelFolderAreOneModel() {
    SoftmaxClassificationModel ofRun = SoftmaxClassificationModel.ofRun(run, spark);
    List<Row> expected = ofRun.transform(iris).select("probability").collectAsList();
    for (String path : List.of(run, run + "/model")) {
      List<Row> scores =
          query("SELECT softmax_probabilities('%s', %s) AS p FROM iris", path, COLUMNS);
      for (int i = 0; i < scores.size(); i++) {
        Map<String, Double> byLabel = scores.get(i).getJavaMap(0);
        assertThat(byLabel.values())
            .containsExactly(
                expected.get(i).<Vector>getAs(0).apply(0),
                expected.get(i).<Vector>getAs(0).apply(1),
                expected.get(i).<Vector>getAs(0).apply(2));
      }
    }
  }

  @Test
  void queriesUseTheScores() {
    String predict = String.format(Locale.ROOT, "softmax_predict('%s', *)", run);
    long hits =
        query("SELECT softmax_predict('%s', *) AS p, target FROM iris", run).stream()
            .filter(row -> row.getString(0).equals(row.get(1).toString()))
            .count();
    assertThat(hits).isGreaterThan(140);
    assertThat(
            query(
                "SELECT count(*) FROM (SELECT %s AS p, target FROM iris) WHERE p = target",
                predict))
        .containsExactly(RowFactory.create(hits));
    query("CREATE OR REPLACE TEMPORARY VIEW scored AS SELECT *, %s AS class FROM iris", predict);
    assertThat(query("SELECT count(*) FROM scored WHERE class = target").get(0).getLong(0))
        .isEqualTo(hits);
    assertThat(
            query(
                "SELECT target FROM iris WHERE softmax_probabilities('%s', %s)['2'] > 0.9 ORDER BY target LIMIT 1",
                run, COLUMNS))
        .hasSize(1);
    assertThat(query("SELECT class, count(*) FROM scored GROUP BY class")).hasSize(3);
    query("CREATE TABLE stored AS SELECT class, target FROM scored");
    assertThat(query("SELECT count(*) FROM stored WHERE class = target").get(0).getLong(0))
        .isEqualTo(hits);
  }

  @Test
  void equalCallsAreComputedOnceAndFoundInCachedTables() {
    String sql = String.format(Locale.ROOT, "SELECT softmax_predict('%s', *) AS c FROM iris", run);
    Dataset<Row> cached = spark.sql(sql).cache();
    assertThat(cached.count()).isEqualTo(150);
    assertThat(spark.sql(sql).queryExecution().optimizedPlan().toString())
        .contains("InMemoryRelation [c");
    cached.unpersist();
  }

  // ------------------------------------------------------------------------------- unusable rows

  @Test
  void rowsThatCannotBeScoredGiveNull() {
    for (String row :
        List.of(
            "CAST(NULL AS DOUBLE), 1, 1, 1",
            "DOUBLE('NaN'), 1, 1, 1",
            "DOUBLE('Infinity'), 1, 1, 1",
            "'x', 1, 1, 1",
            "'', 1, 1, 1")) {
      assertThat(
              query(
                  "SELECT softmax_predict('%1$s', *), softmax_probabilities('%1$s', struct(*)) FROM VALUES (%2$s) AS t(`sepal-length`, `sepal-width`, `petal-length`, `petal-width`)",
                  run, row))
          .containsExactly(RowFactory.create(null, null));
    }
    for (String vector :
        List.of(
            "CAST(NULL AS ARRAY<DOUBLE>)",
            "array(1, 2, NULL, 3)",
            "array(1, 2, DOUBLE('NaN'), 3)",
            "array(1, 2, 3)")) {
      assertThat(query("SELECT softmax_predict('%s', %s)", run, vector))
          .as(vector)
          .containsExactly(RowFactory.create((Object) null));
    }
    assertThat(
            query(
                "SELECT softmax_predict('%s', CAST(NULL AS STRUCT<a: INT>)) IS NULL", oneColumn()))
        .hasSize(1);
  }

  /** A model of one column, a. */
  private static String oneColumn() {
    Path path = folder.resolve("one-column");
    if (!Files.exists(path)) {
      write("one-column.csv", List.of("a,label", "1,x", "2,y", "3,y", "0,x"));
      save("one-column.csv", path.toString());
    }
    return path + "/model";
  }

  private static void write(String name, List<String> lines) {
    try {
      Files.write(folder.resolve(name), lines);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  private static void save(String file, String path, String... settings) {
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "csv")
            .set("data.path", folder.resolve(file).toString())
            .set("regularization.strength", 0.01);
    for (int i = 0; i < settings.length; i += 2) {
      job = job.set(settings[i], settings[i + 1]);
    }
    job.save(job.train().model(), path);
  }

  /** Categories, points in time and missing values are treated as by submit/softmax predict. */
  @Test
  void columnsOfAllKindsAreThoseOfPredict() {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(List.of("city,seen,amount,label"));
    for (int i = 0; i < 200; i++) {
      int k = random.nextInt(3);
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,2024-0%d-%02d,%s,%s",
              List.of("Bern", "Rome", "Oslo", "").get(random.nextInt(3) == 0 ? 3 : k),
              1 + random.nextInt(9),
              1 + random.nextInt(28),
              random.nextInt(4) == 0 ? "" : k + random.nextGaussian(),
              List.of("low", "middle", "high").get(k)));
    }
    write("kinds.csv", lines);
    String saved = folder.resolve("kinds").toString();
    String path = saved + "/model";
    String[] settings = {
      "data.categorical-columns", "[city]",
      "data.datetime-columns", "[seen]",
      "data.missing", "mean",
      "data.missing-indicators", "true"
    };
    save("kinds.csv", saved, settings);
    Dataset<Row> rows =
        spark.read().option("header", true).csv(folder.resolve("kinds.csv").toString());
    rows.createOrReplaceTempView("kinds");
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "csv")
            .set("data.path", folder.resolve("kinds.csv").toString());
    List<Row> expected =
        job.predict(SoftmaxClassificationModel.ofRun(path, spark).softmaxModel())
            .select("prediction", "probability")
            .collectAsList();
    for (String types :
        List.of("*", "city, seen, amount", "AMOUNT => double(amount), City, seen => date(seen)")) {
      List<Row> scores =
          query(
              "SELECT softmax_predict('%1$s', %2$s), softmax_probabilities('%1$s', %2$s) FROM kinds",
              path, types);
      assertThat(scores).hasSameSizeAs(expected).hasSize(200);
      for (int i = 0; i < scores.size(); i++) {
        assertThat(scores.get(i).getString(0)).as(types).isEqualTo(expected.get(i).getString(0));
        Map<String, Double> byLabel = scores.get(i).getJavaMap(1);
        assertThat(byLabel.keySet()).containsExactlyInAnyOrder("low", "middle", "high");
        List<Double> probabilities = expected.get(i).getList(1);
        int k = 0;
        for (double probability : byLabel.values()) {
          assertThat(probability).isEqualTo(probabilities.get(k++), within(1e-5));
        }
      }
    }
    assertThat(
            query(
                "SELECT softmax_predict('%s', city => 'Atlantis', seen => date'2024-02-03', amount => 1)",
                path))
        .doesNotContain(RowFactory.create((Object) null));
  }

  @Test
  void columnsWithoutNamesAreMatchedInOrder() {
    write("headerless.csv", List.of("1,2,x", "2,1,y", "3,0,y", "0,3,x"));
    String saved = folder.resolve("headerless").toString();
    String path = saved + "/model";
    save("headerless.csv", saved, "data.header", "false", "data.label-column", "2");
    assertThat(query("SELECT softmax_predict('%s', 3, 0), softmax_predict('%s', 0, 3)", path, path))
        .containsExactly(RowFactory.create("y", "x"));
    assertFails(
        "Cannot apply softmax_predict: 3 columns given; the model in "
            + path
            + " needs 2 columns in the order of the file that it was trained on",
        "SELECT softmax_predict('%s', 3, 0, 1)",
        path);
  }

  // -------------------------------------------------------------------------------- wrong calls

  @Test
  void wrongCallsAreOneLineAtAnalysis() {
    String needs =
        "the model in "
            + run
            + " needs the columns sepal-length, sepal-width, petal-length, petal-width, as columns of these names or as name => expression";
    assertFails(
        "Cannot apply softmax_predict: Missing the path of the model and its columns",
        "SELECT softmax_predict() FROM iris");
    assertFails(
        "Cannot apply softmax_predict: No columns behind the path; " + needs,
        "SELECT softmax_predict('%s') FROM iris",
        run);
    assertFails(
        "Cannot apply softmax_probabilities: There is no column petal-width among sepal-length, sepal-width, petal-length; "
            + needs,
        "SELECT softmax_probabilities('%s', `sepal-length`, `sepal-width`, `petal-length`) FROM iris",
        run);
    assertFails(
        "Cannot apply softmax_predict: There is no column petal-width among sepal-length, sepal-width, petal-length, (no name); "
            + needs,
        "SELECT softmax_predict('%s', `sepal-length`, `sepal-width`, `petal-length`, `petal-width` + 1) FROM iris",
        run);
    assertFails(
        "Cannot apply softmax_predict: Two columns are petal-width in sepal-length, sepal-width, petal-length, Petal-Width, PETAL-WIDTH; "
            + needs,
        "SELECT softmax_predict('%s', `sepal-length`, `sepal-width`, `petal-length`, `Petal-Width` => 1, `PETAL-WIDTH` => 2) FROM iris",
        run);
    assertFails(
        "Cannot apply softmax_predict: The column sepal-width is array<int>, where the model in "
            + run
            + " needs a number",
        "SELECT softmax_predict('%s', `sepal-length`, `sepal-width` => array(1), `petal-length`, `petal-width`) FROM iris",
        run);
    assertFails(
        "Cannot apply softmax_predict: The path of the model is iris.target (must be a constant string)",
        "SELECT softmax_predict(target, *) FROM iris");
    assertFails(
        "Cannot apply softmax_predict: The path of the model is 1 (must be a constant string)",
        "SELECT softmax_predict(1, *) FROM iris");
    assertFails(
        "Cannot apply softmax_predict: The path of the model is NULL (must be a constant string)",
        "SELECT softmax_predict(NULL, *) FROM iris");
    String missing = folder.resolve("nothing-here").toString();
    assertFails(
        "Cannot apply softmax_predict: Cannot find a model in "
            + missing
            + ": it has neither metadata (of a saved stage) nor summary.json (of a run of softmax train) nor metadata.json (of the folder model of a run)",
        "SELECT softmax_predict('%s', *) FROM iris",
        missing);
    assertThatThrownBy(() -> query("SELECT softmax_predict('nofs://x/y', *) FROM iris"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageStartingWith(
            "Cannot apply softmax_predict: Cannot read the model in nofs://x/y: ");
  }

  @Test
  void vectorsOfAnotherSizeAreRefusedWhereTheirSizeIsKnown() {
    new VectorAssembler()
        .setInputCols(new String[] {"sepal-length", "sepal-width"})
        .setOutputCol("two")
        .transform(iris)
        .createOrReplaceTempView("narrow");
    assertThatThrownBy(() -> query("SELECT softmax_predict('%s', two) FROM narrow", stage))
        .isInstanceOf(AnalysisException.class)
        .hasMessageStartingWith("Cannot apply softmax_predict: ")
        .hasMessageContaining("two has 2 features; the model in " + stage + " needs");
  }

  @Test
  void otherStagesAndDamagedModelsAreRefused() throws IOException {
    String assembler = folder.resolve("assembler").toString();
    new VectorAssembler().setInputCols(NAMES).setOutputCol("v").save(assembler);
    assertThatThrownBy(() -> query("SELECT softmax_predict('%s', *) FROM iris", assembler))
        .isInstanceOf(AnalysisException.class)
        .hasMessageStartingWith(
            "Cannot apply softmax_predict: Cannot read the model in " + assembler + ": ");
    Path damaged = folder.resolve("damaged");
    FileUtils.copyDirectory(new File(run), damaged.toFile());
    FileUtils.deleteQuietly(damaged.resolve("model/.weights.bin.crc").toFile());
    byte[] weights = Files.readAllBytes(damaged.resolve("model/weights.bin"));
    weights[weights.length / 2] ^= 1;
    Files.write(damaged.resolve("model/weights.bin"), weights);
    assertThatThrownBy(() -> query("SELECT softmax_predict('%s', *) FROM iris", damaged))
        .isInstanceOf(AnalysisException.class)
        .hasMessageStartingWith(
            "Cannot apply softmax_predict: Cannot read the model in " + damaged + ": ");
  }

  // ---------------------------------------------------------------------------- changing models

  @Test
  void theNextQueryUsesARetrainedModelAndAQueryKeepsItsOwn() {
    String saved = folder.resolve("changing").toString();
    String path = saved + "/model";
    train(saved, 10);
    query(
        "CREATE OR REPLACE TEMPORARY VIEW changing AS SELECT softmax_probabilities('%s', %s) AS p FROM iris",
        path, COLUMNS);
    Dataset<Row> before = spark.sql("SELECT p['0'] FROM changing");
    List<Row> flat = before.collectAsList();
    assertThat(query("SELECT p['0'] FROM changing")).isEqualTo(flat);
    train(saved, 0.001);
    assertThat(query("SELECT p['0'] FROM changing")).isNotEqualTo(flat);
    assertThat(before.filter("true").collectAsList()).isEqualTo(flat);
  }

  @Test
  void theCacheIsBounded() throws IOException {
    ModelCache cache = new ModelCache(Long.MAX_VALUE);
    ModelCache small = new ModelCache(1);
    for (int i = 0; i < ModelCache.MOST_MODELS + 3; i++) {
      String copy = folder.resolve("copy-" + i).toString();
      FileUtils.copyDirectory(new File(run), new File(copy));
      SoftmaxClassificationModel loaded =
          cache.get(copy, spark.sparkContext().hadoopConfiguration()).model();
      assertThat(cache.get(copy, spark.sparkContext().hadoopConfiguration()).model())
          .isSameAs(loaded);
      assertThat(small.get(copy, spark.sparkContext().hadoopConfiguration()).model()).isNotNull();
      assertThat(small.size()).isEqualTo(1);
    }
    assertThat(cache.size()).isEqualTo(ModelCache.MOST_MODELS);
  }

  @Test
  void theSessionDescribesTheFunctions() {
    assertThat(query("DESCRIBE FUNCTION EXTENDED softmax_predict").toString())
        .contains("softmax_predict(path, columns) - Returns the class that the model predicts")
        .contains("Arguments:");
  }
}
