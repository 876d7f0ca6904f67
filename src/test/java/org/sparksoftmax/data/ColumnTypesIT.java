package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.math.block.ExampleBlock;

/** Columns of every type are labels, categories or numbers, or are refused by name. */
class ColumnTypesIT {

  private static final Instant TIME = Instant.parse("2026-11-29T18:30:00Z");

  private static final StructType TYPE =
      new StructType()
          .add("flag", DataTypes.BooleanType)
          .add("price", DataTypes.createDecimalType(12, 3))
          .add("day", DataTypes.DateType)
          .add("at", DataTypes.TimestampType)
          .add("local", DataTypes.TimestampNTZType)
          .add("text", DataTypes.StringType)
          .add("bytes", DataTypes.BinaryType)
          .add("array", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("vector", SQLDataTypes.VectorType())
          .add("struct", new StructType().add("a", DataTypes.StringType))
          .add("label", DataTypes.BinaryType);

  private static SparkSession spark;
  @TempDir private static Path folder;
  private static Path table;

  @BeforeAll
  static void write() {
    spark = ReaderTestSupport.session();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Double second = i == 5 ? null : 2.0 * i;
      rows.add(
          RowFactory.create(
              i % 2 == 0,
              new BigDecimal("1.250").multiply(BigDecimal.valueOf(i)),
              Date.valueOf(LocalDate.of(2026, 11, 23 + i)),
              Timestamp.from(TIME.plusSeconds(60L * i)),
              LocalDateTime.of(2026, 11, 29, i, 0),
              "1970-01-0" + (i + 1),
              (i % 2 == 0 ? "grün" : "rot").getBytes(StandardCharsets.UTF_8),
              Arrays.asList((double) i, second),
              Vectors.dense(i, 1),
              RowFactory.create("x"),
              (i < 3 ? "ja" : "nein").getBytes(StandardCharsets.UTF_8)));
    }
    table = folder.resolve("every-type.parquet");
    spark.createDataFrame(rows, TYPE).coalesce(1).write().parquet(table.toString());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static TrainingData load(String... sets) {
    List<String> all = new ArrayList<>(List.of("format=parquet", "storage=f64"));
    all.addAll(List.of(sets));
    return TrainingData.load(
        ReaderTestSupport.configOf(table, all.toArray(String[]::new)), spark, Quarantine.NOWHERE);
  }

  /** The features of a row, centres added. */
  private static double[] row(TrainingData data, int i) {
    ExampleBlock block = data.train().blocks().first();
    double[] row = new double[data.schema().features()];
    block.features().rowInto(i, row);
    for (int j = 0; j < row.length; j++) {
      row[j] += data.units().centre(j);
    }
    return row;
  }

  @Test
  void numbersOfEveryTypeAreFeatures() {
    try (TrainingData data =
        load(
            "feature-columns=[flag, price, day, at, local, text, bytes, array, vector]",
            "datetime-columns=[day, at, local, text]",
            "categorical-columns=[bytes]",
            "missing=mean",
            "missing-indicators=true")) {
      assertThat(data.classes().labels()).containsExactly("ja", "nein");
      assertThat(data.schema().featureNames())
          .containsExactly(
              "flag",
              "price",
              "day:epoch-days",
              "at:epoch-days",
              "local:epoch-days",
              "text:epoch-days",
              "bytes=grün",
              "bytes=rot",
              "array[0]",
              "array[1]",
              "array[1] is missing",
              "vector[0]",
              "vector[1]");
      double day = LocalDate.of(2026, 11, 23).toEpochDay();
      double at = TIME.getEpochSecond() / 86_400.0;
      assertThat(row(data, 0)).containsExactly(1, 0, day, at, day + 6, 0, 1, 0, 0, 0, 0, 0, 1);
      assertThat(row(data, 5))
          .containsExactly(
              0,
              6.25,
              day + 5,
              (TIME.getEpochSecond() + 300) / 86_400.0,
              day + 6 + 5 / 24.0,
              5,
              0,
              1,
              5,
              4,
              1,
              5,
              1);
    }
  }

  @Test
  void anArrayAloneIsAVector() {
    try (TrainingData data =
        load("feature-columns=[array]", "bad-rows=skip", "label-column=label")) {
      assertThat(data.schema().columns()).isEmpty();
      assertThat(data.schema().features()).isEqualTo(2);
      assertThat(data.train().rows()).isEqualTo(5);
      assertThat(data.train().rejections().first().get(0))
          .endsWith("column 'array' holds an array with a missing value (null)");
    }
  }

  @Test
  void labelsHaveTheSameTextInEveryTimeZone() {
    for (String[] expected :
        new String[][] {
          {"day", "2026-11-23"},
          {"at", "2026-11-29T18:30:00Z"},
          {"local", "2026-11-29T00:00"},
          {"flag", "false"},
          {"price", "0"}
        }) {
      try (TrainingData data = load("label-column=" + expected[0], "feature-columns=[vector]")) {
        assertThat(data.classes().label(0)).isEqualTo(expected[1]);
      }
    }
  }

  @Test
  void unfitColumnsAreNamedAllAtOnce() {
    assertThatThrownBy(() -> load("feature-columns=[flag, day, text, struct, array]"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot use 3 columns of %s: 'day' is date, no number: list it in data.datetime-columns, or leave it out with data.exclude-columns; 'text' is string, no number: list it in data.categorical-columns, or leave it out with data.exclude-columns; 'struct' is struct<a:string>, no number: select a field of it, such as `struct`.`a`, with data.query, or leave it out with data.exclude-columns; submit/softmax inspect proposes a configuration",
            table);
    assertThatThrownBy(() -> load("feature-columns=[flag]", "label-column=struct"))
        .hasMessage(
            "Cannot use 1 column of %s: 'struct' is struct<a:string>, which cannot be the label: select a field of it, such as `struct`.`a`, with data.query; submit/softmax inspect proposes a configuration",
            table);
    assertThatThrownBy(() -> load("feature-columns=[flag]", "weight-column=text"))
        .hasMessageContaining("'text' is string, no number (data.weight-column)");
  }
}
