package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.ReaderTestSupport;

/** Tests bad rows of inputs that Spark SQL reads. */
class BadRowsOfTablesIT {

  private static final String REMEDY =
      ": see data.missing, or list the column in data.exclude-columns; submit/softmax inspect proposes a configuration";

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

  /** Loads with quarantine and returns line: reason | row for each bad row. */
  private static List<String> rejected(DataConfig config, long goodRows) {
    List<String> rejected = new ArrayList<>();
    Quarantine quarantine =
        (input, rows) ->
            rows.forEachRemaining(
                row -> {
                  JsonNode node = json(row);
                  assertThat(node.path("file").asText()).startsWith("/");
                  rejected.add(
                      String.format(
                          Locale.ROOT,
                          "%d: %s | %s",
                          node.path("line").asLong(),
                          node.path("reason").asText(),
                          node.path("row").asText()));
                });
    try (TrainingData data = TrainingData.load(config, spark, quarantine)) {
      assertThat(data.train().rows()).isEqualTo(goodRows);
      assertThat(data.train().rejections().rows()).isEqualTo(rejected.size());
    }
    return rejected;
  }

  private static JsonNode json(String row) {
    try {
      return new ObjectMapper().readTree(row);
    } catch (IOException bad) {
      throw new AssertionError(row, bad);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void badCellsAreRejected(String format) {
    StructType type =
        new StructType()
            .add("x", DataTypes.DoubleType)
            .add("w", DataTypes.DoubleType)
            .add("k", DataTypes.StringType)
            .add("label", DataTypes.DoubleType);
    List<Row> rows =
        List.of(
            RowFactory.create(1.0, 1.0, "u", 0.0),
            RowFactory.create(null, 1.0, "u", 0.0),
            RowFactory.create(Double.NaN, 1.0, "u", 0.0),
            RowFactory.create(1.0, -1.0, "u", 0.0),
            RowFactory.create(1.0, Double.POSITIVE_INFINITY, "u", 0.0),
            RowFactory.create(1.0, null, "u", 0.0),
            RowFactory.create(1.0, 1.0, " ", 0.0),
            RowFactory.create(1.0, 1.0, "u", null),
            RowFactory.create(1.0, 1.0, "u", Double.NaN),
            RowFactory.create(1.0, 1.0, "u", 2.0),
            RowFactory.create(2.0, 1.0, "v", 1.0));
    Path target = folder.resolve("a table." + format);
    spark.createDataFrame(rows, type).coalesce(1).write().format(format).save(target.toString());
    String[] sets = {
      "format=" + format,
      "weight-column=w",
      "categorical-columns=[k]",
      "classes=[0, 1]",
      "bad-rows=quarantine"
    };
    assertThat(rejected(ReaderTestSupport.configOf(target, sets), 2))
        .containsExactly(
            "2: column 'x' is missing (null)"
                + REMEDY
                + " | {\"x\":null,\"w\":1.0,\"k\":\"u\",\"label\":0.0}",
            "3: column 'x' holds NaN, which is not finite | {\"x\":\"NaN\",\"w\":1.0,\"k\":\"u\",\"label\":0.0}",
            "4: column 'w' has the weight -1.0 (must be >= 0) | {\"x\":1.0,\"w\":-1.0,\"k\":\"u\",\"label\":0.0}",
            "5: column 'w' holds Infinity, which is not finite | {\"x\":1.0,\"w\":\"Infinity\",\"k\":\"u\",\"label\":0.0}",
            "6: column 'w' is missing (null) | {\"x\":1.0,\"w\":null,\"k\":\"u\",\"label\":0.0}",
            "7: column 'k' is missing | {\"x\":1.0,\"w\":1.0,\"k\":\" \",\"label\":0.0}",
            "8: column 'label' is missing | {\"x\":1.0,\"w\":1.0,\"k\":\"u\",\"label\":null}",
            "9: column 'label' holds NaN, which is not finite | {\"x\":1.0,\"w\":1.0,\"k\":\"u\",\"label\":\"NaN\"}",
            "10: label '2' is not among data.classes | {\"x\":1.0,\"w\":1.0,\"k\":\"u\",\"label\":2.0}");
  }

  @Test
  void linesThatAreNoJsonAreRejectedAsTheyStand() throws IOException {
    String good = "{\"label\":1,\"x\":1}\n{\"label\":2,\"x\":2}\n";
    String bad = "{\"label\":1,\"x\":\nhello\n{\"label\":2}\n";
    Path json = Files.writeString(folder.resolve("a.json"), good + bad + good);
    assertThat(rejected(ReaderTestSupport.configOf(json, "format=json", "bad-rows=quarantine"), 4))
        .containsExactly(
            "3: the line is not a JSON object | {\"label\":1,\"x\":",
            "4: the line is not a JSON object | hello",
            "5: column 'x' is missing (null)" + REMEDY + " | {\"label\":2,\"x\":null}");
    Path clean = Files.writeString(folder.resolve("b.json"), good);
    assertThat(rejected(ReaderTestSupport.configOf(clean, "format=json", "bad-rows=quarantine"), 2))
        .isEmpty();
    assertThatThrownBy(
            () -> TrainingData.load(ReaderTestSupport.configOf(json, "format=json"), spark))
        .isInstanceOf(DataException.class)
        .hasMessage(json + ": row 3 of its part: the line is not a JSON object");
    Path text = Files.writeString(folder.resolve("c.json"), "hello\n");
    assertThatThrownBy(
            () ->
                TrainingData.load(
                    ReaderTestSupport.configOf(text, "format=json", "bad-rows=skip"), spark))
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(Locale.ROOT, "Cannot read data.path = %s: it has no columns", text));
  }

  @Test
  void vectorsThatAreMissingOrOfAnotherLengthAreRejected() {
    StructType type =
        new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.IntegerType);
    List<Row> rows =
        List.of(
            RowFactory.create(null, 0),
            RowFactory.create(Vectors.dense(1, 2, 3), 0),
            RowFactory.create(Vectors.dense(1, 2), 0),
            RowFactory.create(Vectors.dense(1, 2, 3, 4), 0),
            RowFactory.create(Vectors.dense(1, Double.NaN, 3), 0),
            RowFactory.create(Vectors.dense(3, 2, 1), 1));
    Path target = folder.resolve("vectors");
    spark.createDataFrame(rows, type).coalesce(1).write().parquet(target.toString());
    assertThat(
            rejected(
                ReaderTestSupport.configOf(target, "format=parquet", "bad-rows=quarantine"), 2))
        .containsExactly(
            "1: column 'features' is missing (null)"
                + REMEDY
                + " | {\"features\":null,\"label\":0}",
            "3: column 'features' holds a vector of 2 values, expected 3 as in the first row | {\"features\":[1.0,2.0],\"label\":0}",
            "4: column 'features' holds a vector of 4 values, expected 3 as in the first row | {\"features\":[1.0,2.0,3.0,4.0],\"label\":0}",
            "5: column 'features' holds NaN, which is not finite | {\"features\":[1.0,\"NaN\",3.0],\"label\":0}");
  }
}
