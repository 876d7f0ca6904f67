package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.pass.SparkSums;
import org.sparksoftmax.train.predict.Predictor;

/** Every source gives the same rows, and values unknown to the model are counted. */
class SourcesIT {

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

  /** All rows as text: label, weight, features. */
  private static List<String> rows(TrainingData data, DataSet set) {
    List<ExampleBlock> blocks = new ArrayList<>(set.blocks().collect());
    List<String> rows = new ArrayList<>();
    double[] row = new double[data.schema().features()];
    for (ExampleBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        block.features().rowInto(i, row);
        String label = block.label(i) < 0 ? "?" : data.classes().label(block.label(i));
        rows.add(label + " " + block.exampleWeight(i) + " " + Arrays.toString(row));
      }
    }
    return rows;
  }

  private Path csv(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "json"})
  void tablesGiveTheRowsOfTheSameCsv(String format) throws IOException {
    Path csv = csv("t.csv", "a,b,c,label,w\n1,2.5,red,x,1\n3,0,blue,y,2\n5,1,red,x,0.5\n");
    Dataset<Row> table =
        spark.read().option("header", true).option("inferSchema", true).csv(csv.toString());
    Path target = folder.resolve("t." + format);
    table.coalesce(1).write().format(format).save(target.toString());
    String[] sets = {"weight-column=w", "categorical-columns=[c]"};
    List<String> withFormat = new ArrayList<>(List.of(sets));
    withFormat.add("format=" + format);
    try (TrainingData expected = TrainingData.load(ReaderTestSupport.configOf(csv, sets), spark);
        TrainingData actual =
            TrainingData.load(
                ReaderTestSupport.configOf(target, withFormat.toArray(String[]::new)), spark)) {
      assertThat(rows(actual, actual.train())).isEqualTo(rows(expected, expected.train()));
      assertThat(rows(actual, actual.train()).get(0)).isEqualTo("x 1.0 [1.0, 2.5, 0.0, 1.0]");
      assertThat(actual.schema().featureNames()).containsExactly("a", "b", "c=blue", "c=red");
    }
  }

  @Test
  void vectorColumnsAreReadDenseSparseAndMixed() {
    StructType type =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    Vector dense = Vectors.dense(0, 2, 0, 4);
    Vector sparse = Vectors.sparse(5 - 1, new int[] {1}, new double[] {7});
    for (int form = 0; form < 3; form++) {
      Path target = folder.resolve("vectors" + form);
      List<Row> rows =
          List.of(
              RowFactory.create(1.0, form == 1 ? sparse : dense),
              RowFactory.create(0.0, form == 0 ? dense : sparse));
      spark.createDataFrame(rows, type).coalesce(1).write().parquet(target.toString());
      try (TrainingData data =
          TrainingData.load(ReaderTestSupport.configOf(target, "format=parquet"), spark)) {
        assertThat(data.order())
            .isEqualTo(form == 0 ? WeightOrder.CLASS_MAJOR : WeightOrder.FEATURE_MAJOR);
        assertThat(data.schema().features()).isEqualTo(4);
        String first = form == 1 ? "[0.0, 7.0, 0.0, 0.0]" : "[0.0, 2.0, 0.0, 4.0]";
        assertThat(rows(data, data.train()).get(0)).isEqualTo("1 1.0 " + first);
      }
    }
  }

  @Test
  void symbolicAndMissingCellsOfTablesAreErrors() throws IOException {
    Path json = csv("a.json", "{\"label\":1,\"x\":\"tcp\"}\n{\"label\":2,\"x\":\"udp\"}\n");
    assertThatThrownBy(
            () -> TrainingData.load(ReaderTestSupport.configOf(json, "format=json"), spark))
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot use 1 column of %s: 'x' is string, no number: list it in data.categorical-columns, or leave it out with data.exclude-columns; submit/softmax inspect proposes a configuration",
                json));
    Path missing = csv("b.json", "{\"label\":1,\"x\":1}\n{\"label\":2}\n");
    assertThatThrownBy(
            () -> TrainingData.load(ReaderTestSupport.configOf(missing, "format=json"), spark))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "b.json: row 2 of its part: column 'x' is missing (null): see data.missing");
  }

  @Test
  void storageFollowsTheValues() throws IOException {
    Path bytes = csv("u8.csv", "x,label\n0,a\n255,b\n");
    Path floats = csv("f32.csv", "x,label\n0,a\n256,b\n");
    for (String storage : List.of("auto", "u8", "f32", "f64")) {
      try (TrainingData data =
          TrainingData.load(ReaderTestSupport.configOf(bytes, "storage=" + storage), spark)) {
        Storage expected =
            "auto".equals(storage) ? Storage.U8 : Storage.valueOf(storage.toUpperCase(Locale.ROOT));
        assertThat(data.storage()).isEqualTo(expected);
        assertThat(rows(data, data.train())).containsExactly("a 1.0 [0.0]", "b 1.0 [255.0]");
      }
    }
    try (TrainingData data = TrainingData.load(ReaderTestSupport.configOf(floats), spark)) {
      assertThat(data.storage()).isEqualTo(Storage.F32);
    }
  }

  @Test
  void whatTrainingNeverSawIsCountedAndDoesNotCrash() throws IOException {
    Path train = csv("train.csv", "k,x,label\nred,1,a\nblue,2,b\nred,3,a\n");
    Path test = csv("test.csv", "x,extra,label,k\n1,9,a,red\n2,9,c,green\n2,9,c,blue\n");
    DataConfig config =
        ReaderTestSupport.configOf(train, "categorical-columns=[k]", "test.path=" + test);
    try (TrainingData data = TrainingData.load(config, spark)) {
      DataSet unseen = data.test().orElseThrow();
      assertThat(unseen.unknownLabels()).containsExactly(Map.entry("c", 2L));
      assertThat(unseen.unknownCategories()).containsExactly(Map.entry("k=green", 1L));
      assertThat(rows(data, unseen))
          .containsExactly(
              "a 1.0 [0.0, 1.0, 1.0]", "? 1.0 [0.0, 0.0, 2.0]", "? 1.0 [1.0, 0.0, 2.0]");
    }
    Path sparse = csv("train.libsvm", "0 1:1\n1 3:1\n");
    Path wider = csv("test.libsvm", "0 1:1 9:5\n1 2:1\n");
    try (TrainingData data =
        TrainingData.load(
            ReaderTestSupport.configOf(sparse, "format=libsvm", "test.path=" + wider), spark)) {
      assertThat(data.test().orElseThrow().unknownFeatureValues()).isEqualTo(1);
      assertThat(rows(data, data.test().orElseThrow()))
          .containsExactly("0 1.0 [1.0, 0.0, 0.0]", "1 1.0 [0.0, 1.0, 0.0]");
    }
  }

  @Test
  void partitionsChangeNeitherRowsNorFingerprintAndHoldOutsAreDisjoint() throws IOException {
    StringBuilder text = new StringBuilder("x,label\n");
    for (int i = 0; i < 30000; i++) {
      text.append(i).append(i % 3 == 0 ? ",a\n" : ",b\n");
    }
    Path file = csv("many.csv", text.toString());
    String fingerprint = null;
    for (int partitions : new int[] {1, 2, 7}) {
      try (TrainingData data =
          TrainingData.load(
              ReaderTestSupport.configOf(
                  file, "partitions=" + partitions, "validation.fraction=0.1", "test.fraction=0.2"),
              spark)) {
        assertThat(data.train().partitions()).isEqualTo(partitions);
        List<String> all = new ArrayList<>(rows(data, data.train()));
        assertThat(all).hasSizeBetween(20500, 21500);
        all.addAll(rows(data, data.validation().orElseThrow()));
        all.addAll(rows(data, data.test().orElseThrow()));
        assertThat(all).hasSize(30000).doesNotHaveDuplicates();
        fingerprint = fingerprint == null ? data.train().fingerprint() : fingerprint;
        assertThat(data.train().fingerprint()).isEqualTo(fingerprint);
      }
    }
  }

  @Test
  void filesOfSeveralKindsAndGlobsAreReadTogether() throws IOException {
    csv("p1.csv", "x,label\n1,a\n");
    csv("p2.csv", "x,label\n2,b\n");
    try (TrainingData data =
        TrainingData.load(ReaderTestSupport.configOf(folder + "/p*.csv"), spark)) {
      assertThat(rows(data, data.train())).containsExactly("a 1.0 [1.0]", "b 1.0 [2.0]");
    }
    try (TrainingData data =
        TrainingData.load(
            ReaderTestSupport.configOf(folder + "/p2.csv," + folder + "/p1.csv"), spark)) {
      assertThat(data.train().rows()).isEqualTo(2);
    }
  }

  @Test
  void imagesOfDifferentSizesAreRefused() throws IOException {
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 0, 1};
    Files.write(folder.resolve("i1"), new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5, 6});
    Files.write(folder.resolve("i2"), new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4});
    Files.write(folder.resolve("l1"), labels);
    Files.write(folder.resolve("l2"), labels);
    DataConfig config =
        ReaderTestSupport.configOf(folder + "/i*", "format=idx", "labels-path=" + folder + "/l*");
    assertThatThrownBy(() -> TrainingData.load(config, spark))
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot train on rows of different lengths: data.path = %s/i* has rows of 1 and of 2 features",
                folder));
  }

  @Test
  void predictionsOfFilesWithoutColumnsCarryRowNumbers() throws IOException {
    Path file = csv("p.libsvm", "0 1:1\n1 2:1\n0 1:2\n");
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inNaturalOrder(List.of("0", "1")),
            FeatureSchema.unnamed(2),
            false,
            new double[] {1, 0, 0, 1});
    PredictionInput input =
        PredictionInput.read(
            ReaderTestSupport.configOf(file, "format=libsvm"), spark, model, Quarantine.NOWHERE);
    List<Row> rows = new Predictor(spark, model).predict(input).collectAsList();
    assertThat(rows.stream().map(row -> row.getLong(0) + ":" + row.getString(1)))
        .containsExactly("1:0", "2:1", "3:0");
    assertThat(rows.get(0).<Double>getList(2).get(0))
        .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-15));
  }

  @Test
  void distributedEqualsInMemory() throws IOException {
    Path digits = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();
    try (TrainingData data =
        TrainingData.load(
            ReaderTestSupport.configOf(digits, "format=tsv", "label-column=target", "partitions=5"),
            spark)) {
      ParameterLayout layout = new ParameterLayout(64, 10, true, data.order());
      double[] parameters = TestBlocks.uniform(layout.dimension(), 0.05, 3);
      var penalty = new L2Regularizer(0.01, layout.weightCount());
      var distributed =
          SparkSums.objective(data.train(), layout, penalty, 0.0625).evaluate(parameters);
      var local =
          SoftmaxObjective.over(data.train().blocks().collect(), layout, penalty, 0.0625)
              .evaluate(parameters);
      assertThat(distributed.objective()).isCloseTo(local.objective(), within(1e-13));
      assertThat(distributed.gradient()).containsExactly(local.gradient(), within(1e-13));
      SoftmaxModel model =
          SoftmaxModel.of(data.classes(), data.schema(), layout, parameters, 0.0625);
      ClassificationReport report = SparkEvaluator.evaluate(model, data.train());
      // Evaluation computes exponentials in float64, training in float32.
      assertThat(report.logLoss()).isCloseTo(local.meanLoss(), within(1e-8));
      assertThat(report.rows()).isEqualTo(5620);
    }
  }
}
