package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

/** Target probabilities are the same from every source, and are supported wherever labels are. */
class SoftLabelsIT {
  private static final String CSV =
      "x,cat,dog,eel\n1,0.5,0.25,0.25\n2,0,1,0\n3,0.125,0.125,0.75\n4,0,0,1\n";

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    SparkConf conf =
        new SparkConf()
            .set("spark.ui.enabled", "false")
            .set("spark.sql.files.minPartitionNum", "1");
    KryoClasses.choose(conf); // as the command does; Kryo serializes blocks and totals
    spark = SparkSession.builder().master("local[2]").config(conf).getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** All rows as text: label, targets, features. */
  private static List<String> rows(DataSet set, LabelIndex classes) {
    List<String> rows = new ArrayList<>();
    for (ExampleBlock block : set.blocks().collect()) {
      double[] features = new double[block.features().features()];
      double[] targets = new double[classes.size()];
      for (int i = 0; i < block.rows(); i++) {
        block.features().rowInto(i, features);
        for (int k = 0; k < targets.length; k++) {
          targets[k] = block.target(i, k, targets.length);
        }
        String label = block.label(i) < 0 ? "?" : classes.label(block.label(i));
        rows.add(label + " " + Arrays.toString(targets) + " " + Arrays.toString(features));
      }
    }
    return rows;
  }

  private static TrainingData load(Object path, String... sets) {
    return TrainingData.load(ReaderTestSupport.configOf(path, sets), spark);
  }

  @Test
  void everySourceGivesTheSameBlocks() throws IOException {
    Path csv = file("soft.csv", CSV);
    Path columns = folder.resolve("columns");
    spark
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(csv.toString())
        .coalesce(1)
        .write()
        .parquet(columns.toString());
    Path vectors = folder.resolve("vectors");
    StructType type =
        new StructType().add("x", DataTypes.DoubleType).add("p", SQLDataTypes.VectorType());
    Vector sparse = Vectors.sparse(3, new int[] {1}, new double[] {1});
    List<Row> table =
        List.of(
            RowFactory.create(1.0, Vectors.dense(0.5, 0.25, 0.25)),
            RowFactory.create(2.0, sparse),
            RowFactory.create(3.0, Vectors.dense(0.125, 0.125, 0.75)),
            RowFactory.create(4.0, Vectors.dense(0, 0, 1)));
    spark.createDataFrame(table, type).coalesce(1).write().parquet(vectors.toString());
    Path json =
        file(
            "soft.json",
            """
            {"x":1,"p":[0.5,0.25,0.25]}
            {"x":2,"p":[0,1,0]}
            {"x":3,"p":[0.125,0.125,0.75]}
            {"x":4,"p":[0,0,1]}
            """);
    String named = "target-columns=[cat,dog,eel]";
    String[] vector = {"target-columns=[p]", "classes=[cat,dog,eel]"};
    try (TrainingData expected = load(csv, named);
        TrainingData ofColumns = load(columns, "format=parquet", named);
        TrainingData ofVectors = load(vectors, "format=parquet", vector[0], vector[1]);
        TrainingData ofArrays = load(json, "format=json", vector[0], vector[1]);
        TrainingData inF64 = load(csv, named, "storage=f64")) {
      assertThat(expected.classes().labels()).containsExactly("cat", "dog", "eel");
      assertThat(expected.schema().featureNames()).containsExactly("x");
      assertThat(rows(expected.train(), expected.classes()))
          .containsExactly(
              "cat [0.5, 0.25, 0.25] [1.0]",
              "dog [0.0, 1.0, 0.0] [2.0]",
              "eel [0.125, 0.125, 0.75] [3.0]",
              "eel [0.0, 0.0, 1.0] [4.0]");
      for (TrainingData other : List.of(ofColumns, ofVectors, ofArrays, inF64)) {
        assertThat(other.train().fingerprint()).isEqualTo(expected.train().fingerprint());
        assertThat(rows(other.train(), other.classes()))
            .isEqualTo(rows(expected.train(), expected.classes()));
      }
      assertThat(expected.train().blocks().first().targets()).isInstanceOf(F32Values.class);
      assertThat(inF64.train().blocks().first().targets()).isInstanceOf(F64Values.class);
      assertThat(expected.train().classWeightSums(3)).containsExactly(0.625, 1.375, 2.0);
    }
  }

  @Test
  void oneHotTargetsGiveTheLabelsOfTheSameRows() throws IOException {
    Path soft = file("hot.csv", "x,0,1,2\n5,0,1,0\n6,1,0,0\n7,0,1,0\n");
    Path hard = file("hard.csv", "x,label\n5,1\n6,0\n7,1\n");
    try (TrainingData targets = load(soft, "target-columns=[0,1,2]", "header=true");
        TrainingData labels = load(hard)) {
      assertThat(targets.classes().labels()).containsExactly("0", "1", "2");
      assertThat(labels.classes().labels()).containsExactly("0", "1");
      assertThat(rows(targets.train(), targets.classes()))
          .isEqualTo(rows(labels.train(), targets.classes()));
      assertThat(labels.train().classWeightSums(3)).containsExactly(1, 2, 0);
      assertThat(targets.train().classWeightSums(3)).containsExactly(1, 2, 0);
    }
  }

  @Test
  void heldOutRowsHaveTargetsAndFilesOfTheirOwnAreMatchedByName() throws IOException {
    StringBuilder text = new StringBuilder("x,a,b\n");
    for (int i = 0; i < 2000; i++) {
      text.append(i % 16).append(i % 2 == 0 ? ",0.25,0.75\n" : ",0.5,0.5\n");
    }
    Path train = file("train.csv", text.toString());
    Path test = file("test.csv", "b,a,x\n1,0,7\n0.25,0.75,8\n");
    String[] sets = {"target-columns=[a,b]", "validation.fraction=0.25", "test.path=" + test};
    List<double[]> sums = new ArrayList<>();
    for (int partitions : new int[] {1, 3}) {
      try (TrainingData data = load(train, sets[0], sets[1], sets[2], "partitions=" + partitions)) {
        DataSet validation = data.validation().orElseThrow();
        assertThat(validation.rows() + data.train().rows()).isEqualTo(2000);
        double[] held = validation.classWeightSums(2);
        assertThat(held[0] + held[1]).isEqualTo((double) validation.rows());
        sums.add(data.train().classWeightSums(2));
        assertThat(sums.get(0)).isEqualTo(sums.get(sums.size() - 1));
        assertThat(rows(data.test().orElseThrow(), data.classes()))
            .containsExactly("b [0.0, 1.0] [7.0]", "a [0.75, 0.25] [8.0]");
      }
    }
  }

  @Test
  void aModelIsEvaluatedOnTargetsAndOnLabelsWhicheverItLearnedFrom() throws IOException {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("eel", "dog", "cat")),
            new FeatureSchema(1, List.of(new FeatureSchema.InputColumn("x", List.of())), true),
            false,
            new double[3]);
    Path soft = file("soft.csv", CSV);
    DataConfig targets = ReaderTestSupport.configOf(soft, "target-columns=[cat,dog,eel]");
    assertThat(evaluated(targets, model).get(0)).isEqualTo("cat [0.25, 0.25, 0.5] [1.0]");
    Path hard = file("hard.csv", "label,x\ndog,1\ncow,2\n");
    assertThat(evaluated(ReaderTestSupport.configOf(hard), model))
        .containsExactly("dog [0.0, 1.0, 0.0] [1.0]", "? [0.0, 0.0, 0.0] [2.0]");
    assertThatThrownBy(
            () -> evaluated(ReaderTestSupport.configOf(soft, "target-columns=[cat,dog]"), model))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid data.target-columns: class 'eel' of the model has no target");
    Path json = file("vectors.json", "{\"x\":1,\"p\":[0.5,0.25,0.25]}\n");
    assertThatThrownBy(
            () ->
                evaluated(
                    ReaderTestSupport.configOf(json, "format=json", "target-columns=[p]"), model))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid data.target-columns: '0' is not a class of the model");
    Path none = file("none.csv", "x\n9\n");
    PredictionInput input =
        PredictionInput.read(
            ReaderTestSupport.configOf(none, "target-columns=[cat,dog,eel]"),
            spark,
            model,
            Quarantine.NOWHERE);
    assertThat(input.rows()).isEqualTo(1);
  }

  private static List<String> evaluated(DataConfig config, SoftmaxModel model) {
    Map<String, DataSet> sets = EvaluationData.load(config, spark, model, Quarantine.NOWHERE);
    try (DataSet set = sets.get("train")) {
      return rows(set, model.classes());
    }
  }

  @Test
  void badTargetsOfTablesAreRejected() throws IOException {
    Path json =
        file(
            "bad.json",
            """
            {"x":1,"p":[0.5,0.5]}
            {"x":2,"p":[0.5,0.4]}
            {"x":3,"p":[1,0,0]}
            {"x":4,"p":[1,null]}
            {"x":5,"p":[1.5,-0.5]}
            {"x":6}
            {"x":7,"p":[0,1]}
            """);
    List<String> rejected = new ArrayList<>();
    Quarantine quarantine = (input, rows) -> rows.forEachRemaining(rejected::add);
    DataConfig config =
        ReaderTestSupport.configOf(
            json, "format=json", "target-columns=[p]", "bad-rows=quarantine");
    try (TrainingData data = TrainingData.load(config, spark, quarantine)) {
      assertThat(rows(data.train(), data.classes()))
          .containsExactly("0 [0.5, 0.5] [1.0]", "1 [0.0, 1.0] [7.0]");
    }
    String[] reasons = {
      "the target probabilities sum to 0.9 (must be 1)\",\"row\":\"{\\\"p\\\":[0.5,0.4],",
      "column 'p' holds 3 target probabilities, expected 2, one for each class\"",
      "column 'p' holds an array with a missing value (null)\"",
      "column 'p' holds the target probability 1.5 (must be from 0 to 1)\"",
      "column 'p' is missing (null)\""
    };
    assertThat(rejected).hasSize(reasons.length);
    for (int i = 0; i < reasons.length; i++) {
      assertThat(rejected.get(i)).contains("\"reason\":\"" + reasons[i]);
    }
    Path number = file("number.json", "{\"x\":1,\"p\":1}\n");
    assertThatThrownBy(() -> load(number, "format=json", "target-columns=[p]"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Column 'p' of %s is bigint, not a vector or an array of numbers: see data.target-columns",
                number));
  }
}
