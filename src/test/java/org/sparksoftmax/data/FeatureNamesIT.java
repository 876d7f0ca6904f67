package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
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
import org.sparksoftmax.model.SoftmaxModel;

/** Tests names from a file for unnamed features. */
class FeatureNamesIT {

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

  private Path names(String text) throws IOException {
    return Files.writeString(folder.resolve("names.txt"), text);
  }

  private DataConfig libsvm(String text, String... sets) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.libsvm"), text);
    return ReaderTestSupport.configOf(file, sets);
  }

  @Test
  void theyChangeNeitherRowsNorFingerprint() throws IOException {
    String rows = "a 1:2\nb 3:1\n";
    DataConfig plain = libsvm(rows, "format=libsvm");
    DataConfig given = libsvm(rows, "format=libsvm", "feature-names=" + names("x\ny\nz\n"));
    try (TrainingData unnamed = TrainingData.load(plain, spark);
        TrainingData named = TrainingData.load(given, spark)) {
      assertThat(named.schema().featureNames()).containsExactly("x", "y", "z");
      assertThat(named.schema().columnsNamed()).isTrue();
      assertThat(unnamed.schema().featureNames()).containsExactly("#0", "#1", "#2");
      assertThat(named.train().fingerprint()).isEqualTo(unnamed.train().fingerprint());
    }
  }

  @Test
  void aModelThatHasThemReadsVectorsOfTables() throws IOException {
    StructType type =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    Path table = folder.resolve("vectors");
    spark
        .createDataFrame(
            List.of(
                RowFactory.create(0.0, Vectors.dense(0, 2)),
                RowFactory.create(1.0, Vectors.dense(3, 1))),
            type)
        .write()
        .parquet(table.toString());
    DataConfig config =
        ReaderTestSupport.configOf(table, "format=parquet", "feature-names=" + names("x\ny\n"));
    try (TrainingData data = TrainingData.load(config, spark)) {
      SoftmaxModel model =
          new SoftmaxModel(data.classes(), data.schema(), false, new double[] {0, 1, 1, 0});
      Map<String, DataSet> sets = EvaluationData.load(config, spark, model, Quarantine.NOWHERE);
      assertThat(sets.get("train").rows()).isEqualTo(2);
      sets.values().forEach(DataSet::close);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    DataConfig longer =
        libsvm("a 1:2\nb 2:1\n", "format=libsvm", "feature-names=" + names("x\ny\nz\n"));
    assertThatThrownBy(() -> TrainingData.load(longer, spark))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "names.txt: it has 3 lines where the data has 2 features (must have one for each)");
    Path json = Files.writeString(folder.resolve("t.json"), "{\"label\":1,\"x\":1}\n");
    DataConfig named =
        ReaderTestSupport.configOf(json, "format=json", "feature-names=" + names("x\n"));
    Files.writeString(json, "{\"label\":1,\"x\":1}\n{\"label\":2,\"x\":1}\n");
    assertThatThrownBy(() -> TrainingData.load(named, spark))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("have names of their own; remove it");
  }
}
