package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.regression.LabeledPoint;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.ReaderTestSupport;

/** What Spark writes is read back to the same rows, with odd texts and odd names of columns. */
class RoundTripIT {

  /** Texts that need quotes, escapes or neither. Spark's csv has no quotes around NA by default. */
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "with, comma",
          "with \"quotes\" inside",
          "\"quoted\"",
          "back\\slash",
          "two\\\\backslashes",
          "ends with a backslash\\",
          "comma, and back\\slash",
          "ends, with backslash\\",
          "a \\\" both",
          "tab\there, too",
          "a|b;c",
          "'single'",
          "#hash",
          "02134",
          "2134",
          "ünï 猫");

  private static final StructType TYPE =
      new StructType()
          .add("a.b", DataTypes.DoubleType)
          .add("x y", DataTypes.DoubleType)
          .add("odd`name, \"quoted\"", DataTypes.StringType)
          .add("prediction", DataTypes.DoubleType)
          .add("label", DataTypes.StringType);

  private static SparkSession spark;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = ReaderTestSupport.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows(List<String> texts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2 * texts.size(); i++) {
      String text = texts.get(i % texts.size());
      rows.add(RowFactory.create(i + 0.5, -1e-7 * i, text, 1e12 + i, text));
    }
    return spark.createDataFrame(rows, TYPE).repartition(2);
  }

  private static void assertRowsOf(DataConfig config, List<String> texts) {
    try (TrainingData data = TrainingData.load(config, spark, Quarantine.NOWHERE)) {
      assertThat(data.train().rows()).isEqualTo(2L * texts.size());
      assertThat(data.train().rejections().rows()).isZero();
      assertThat(data.classes().labels()).containsExactlyInAnyOrderElementsOf(texts);
      assertThat(data.schema().columns())
          .extracting(column -> column.name())
          .containsExactly("a.b", "x y", "odd`name, \"quoted\"", "prediction");
      assertThat(data.schema().columns().get(2).categories())
          .containsExactlyInAnyOrderElementsOf(texts);
    }
  }

  private DataConfig config(Path path, String... sets) {
    List<String> all =
        new ArrayList<>(List.of("categorical-columns=[\"odd`name, \\\"quoted\\\"\"]"));
    all.addAll(List.of(sets));
    return ReaderTestSupport.configOf(path, all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"false, \\", "true, \\", "false, '\"'", "true, '\"'"})
  void csvOfSparkInAllQuotings(boolean quoteAll, String escape) {
    List<String> texts = new ArrayList<>(TEXTS);
    if (quoteAll) {
      texts.addAll(List.of("NA", "null"));
    }
    Path path = folder.resolve("spark.csv");
    rows(texts)
        .write()
        .option("header", true)
        .option("quoteAll", quoteAll)
        .option("escape", escape)
        .csv(path.toString());
    assertRowsOf(config(path, "header=true"), texts);
  }

  private static List<String> allTexts() {
    List<String> texts = new ArrayList<>(TEXTS);
    texts.addAll(List.of("NA", "null"));
    return texts;
  }

  @Test
  void parquetOfSpark() {
    Path path = folder.resolve("spark.parquet");
    rows(allTexts()).write().parquet(path.toString());
    assertRowsOf(config(path, "format=parquet"), allTexts());
  }

  /**
   * Spark sorts the columns of JSON, ORC does not keep a name with a backtick, and Avro permits
   * letters, digits and underscores only.
   */
  @ParameterizedTest
  @CsvSource({"json, a.b, x y, odd \"name\"", "orc, a.b, x y, odd name.", "avro, a, _x, odd_1"})
  void otherTablesOfSpark(String format, String first, String second, String name) {
    Path path = folder.resolve("spark." + format);
    rows(allTexts())
        .toDF(first, second, name, "prediction", "label")
        .write()
        .format(format)
        .save(path.toString());
    String categorical = "categorical-columns=[\"" + name.replace("\"", "\\\"") + "\"]";
    DataConfig config = ReaderTestSupport.configOf(path, "format=" + format, categorical);
    try (TrainingData data = TrainingData.load(config, spark, Quarantine.NOWHERE)) {
      assertThat(data.train().rows()).isEqualTo(2L * allTexts().size());
      assertThat(data.classes().labels()).containsExactlyInAnyOrderElementsOf(allTexts());
      assertThat(data.schema().columns())
          .filteredOn(column -> column.name().equals(name))
          .singleElement()
          .satisfies(
              column ->
                  assertThat(column.categories()).containsExactlyInAnyOrderElementsOf(allTexts()));
    }
  }

  @Test
  void libsvmOfMllibWithEmptyParts() {
    List<LabeledPoint> points = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      points.add(
          new LabeledPoint(
              i % 2 - 0.5, Vectors.sparse(9, new int[] {i, 8}, new double[] {1e-9, i})));
    }
    Path path = folder.resolve("points");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    MLUtils.saveAsLibSVMFile(context.parallelize(points, 8).rdd(), path.toString());
    DataConfig config = ReaderTestSupport.configOf(path, "format=libsvm");
    try (TrainingData data = TrainingData.load(config, spark, Quarantine.NOWHERE)) {
      assertThat(data.train().rows()).isEqualTo(5);
      assertThat(data.schema().features()).isEqualTo(9);
      assertThat(data.classes().labels()).containsExactly("-0.5", "0.5");
    }
  }
}
