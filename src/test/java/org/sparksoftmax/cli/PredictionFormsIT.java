package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types and names of the columns of predictions, and the file of their classes. */
class PredictionFormsIT {

  @TempDir private Path folder;

  private InProcess.Outcome run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--overwrite"));
    for (String argument : more) {
      arguments.addAll(argument.contains("=") ? List.of("--set", argument) : List.of(argument));
    }
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private void train(String... sets) {
    List<String> arguments = new ArrayList<>(List.of("--output", folder.resolve("model") + ""));
    arguments.addAll(List.of(sets));
    InProcess.Outcome outcome = run("train", arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private void predict(String format, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--model", folder.resolve("model") + ""));
    arguments.addAll(List.of("--format", format, "--output", predicted().toString()));
    arguments.addAll(List.of(more));
    InProcess.Outcome outcome = run("predict", arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private Path predicted() {
    return folder.resolve("predicted");
  }

  private <T> T read(String format, Function<Dataset<Row>, T> work) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate()) {
      return work.apply(spark.read().format(format).load(predicted().toString()));
    }
  }

  private JsonNode classes() throws IOException {
    return new ObjectMapper().readTree(predicted().resolve("_classes").toFile());
  }

  private String csv(String... lines) throws IOException {
    return "data.path=" + Files.write(folder.resolve("rows.csv"), List.of(lines));
  }

  private List<String> lines(String suffix) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(predicted())) {
      for (Path part : files.filter(file -> file.toString().endsWith(suffix)).sorted().toList()) {
        if (part.getFileName().toString().startsWith("part-")) {
          lines.addAll(Files.readAllLines(part));
        }
      }
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint|CAST(id % 2 AS TINYINT)",
        "int|CAST(id % 2 * 100000 AS INT)",
        "bigint|9007199254740993 + id % 2",
        "float|CAST(0.1 + id % 2 AS FLOAT)",
        "double|0.1D + id % 2",
        "decimal(10,2)|CAST(1.5 + id % 2 AS DECIMAL(10, 2))",
        "boolean|id % 2 = 0",
        "date|DATE_ADD(DATE '2020-01-31', CAST(id % 2 AS INT))",
        "timestamp|timestamp_micros(1577836800123456 + id % 2)",
        "timestamp_ntz|CAST(timestamp_micros(1577836800000001 + id % 2) AS TIMESTAMP_NTZ)",
        "binary|CAST(CONCAT('b', id % 2) AS BINARY)",
        "string|IF(id % 2 = 0, '01', '1')"
      })
  void aPredictionIsALabel(String type, String label) throws IOException {
    String[] rows = {
      "data.format=table",
      "data.query=SELECT id % 2 * 10 - 5 AS x, " + label + " AS label FROM range(0, 40, 1, 2)"
    };
    train(rows);
    predict("parquet", rows);
    Row found =
        read(
            "parquet",
            table -> {
              assertThat(table.schema().apply("prediction").dataType().simpleString())
                  .isEqualTo(type);
              assertThat(table.schema().apply("label").dataType().simpleString()).isEqualTo(type);
              return table
                  .selectExpr(
                      "count_if(prediction = label)",
                      "count(DISTINCT prediction)",
                      "count_if(probability[0] > 0.5)")
                  .first();
            });
    assertThat(found).hasToString("[40,2,20]");
    assertThat(classes().path("labelType").asText()).isEqualTo(type);
  }

  @Test
  void numbersAreNumbersInJson() throws IOException {
    String[] rows = {
      "data.format=table",
      "data.query=SELECT id % 2 * 10 - 5 AS x, id % 2 AS label FROM range(0, 4, 1, 1)"
    };
    train(rows);
    predict("json", rows);
    assertThat(lines(".json"))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).containsPattern("\"prediction\":[01],"));
    predict("csv", rows);
    assertThat(lines(".csv").get(1)).startsWith("-5,0,0,");
    assertThat(classes().path("classes").toString()).isEqualTo("[\"0\",\"1\"]");
  }

  /** Text has no types: the classes 01 and 1 stay two, as everywhere else. */
  @Test
  void onlyTheNumbersOfTheModelAreNumbersOfATextFile() throws IOException {
    String path =
        csv(
            "id,x,flag,day,c,label",
            "007,1,true,2020-01-01,4,01",
            "08,-2.50,FALSE,2020-01-02,5,1",
            "9,NA,true,2020-01-03,4,01",
            "10,oops,false,2020-01-04,4,1",
            "11,1e2,true,2020-01-05,4,01");
    String[] sets = {
      path,
      "data.exclude-columns=[id]",
      "data.categorical-columns=[c]",
      "data.datetime-columns=[day]",
      "data.missing=mean",
      "data.bad-rows=skip",
      "optimizer.max-iterations=5"
    };
    train(sets);
    for (String format : List.of("parquet", "json")) {
      predict(format, sets);
      List<Row> rows =
          read(
              format,
              table -> {
                List<String> types =
                    Arrays.stream(table.schema().fields())
                        .map(field -> field.name() + " " + field.dataType().simpleString())
                        .toList();
                assertThat(types)
                    .as(format)
                    .contains(
                        "id string",
                        "x double",
                        "flag double",
                        "day string",
                        "c string",
                        "label string",
                        "prediction string");
                return table
                    .orderBy("day")
                    .selectExpr("id", "x", "flag", "day", "c", "label", "prediction IS NULL")
                    .collectAsList();
              });
      assertThat(rows.stream().map(Row::toString))
          .as(format)
          .containsExactly(
              "[007,1.0,1.0,2020-01-01,4,01,false]",
              "[08,-2.5,0.0,2020-01-02,5,1,false]",
              "[9,null,1.0,2020-01-03,4,01,false]",
              "[10,null,0.0,2020-01-04,4,1,true]",
              "[11,100.0,1.0,2020-01-05,4,01,false]");
    }
    predict("csv", sets);
    assertThat(lines(".csv"))
        .extracting(line -> line.replaceAll("(([^,]*,){6}).*", "$1"))
        .contains("08,-2.50,FALSE,2020-01-02,5,1,", "10,oops,false,2020-01-04,4,1,");
  }

  @Test
  void probabilitiesMayBeAColumnForEachClass() throws IOException {
    String path =
        csv(
            "x,Probability_A_B,label",
            "1,2,a b",
            "3,4,A.B",
            "-1,5,\"it's, \"\"c\"\"\"",
            "2,1,a b",
            "-3,0,A.B",
            "oops,1,A.B");
    String[] sets = {path, "data.label-column=label", "data.bad-rows=skip"};
    train(sets);
    for (String format : List.of("parquet", "json", "csv")) {
      List<String> arguments = new ArrayList<>(List.of("--probabilities", "columns"));
      arguments.addAll(List.of(sets));
      predict(format, arguments.toArray(String[]::new));
      assertThat(classes().path("classes").toString())
          .isEqualTo("[\"A.B\",\"a b\",\"it's, \\\"c\\\"\"]");
      assertThat(classes().path("columns").toString())
          .isEqualTo("[\"probability_A_B\",\"probability_a_b_2\",\"probability_it_s___c_\"]");
    }
    assertThat(lines(".csv").get(0))
        .isEqualTo(
            "x,input_Probability_A_B,label,prediction,probability_A_B,probability_a_b_2,probability_it_s___c_,reason");
    predict("parquet", "--probabilities", "columns", sets[0], sets[1]);
    Row sums =
        read(
            "parquet",
            table -> {
              Metadata second = table.schema().apply("probability_a_b_2").metadata();
              assertThat(second.getMetadata("ml_attr").getString("name")).isEqualTo("a b");
              return table
                  .selectExpr(
                      "count_if(abs(probability_A_B + probability_a_b_2 + probability_it_s___c_ - 1) < 1e-9)",
                      "count_if(prediction IS NULL AND probability_A_B IS NULL AND reason LIKE '%oops%')")
                  .first();
            });
    assertThat(sums).hasToString("[5,1]");
    predict("parquet", "--probabilities", "none", sets[0], sets[1]);
    String[] names = read("parquet", Dataset::columns);
    assertThat(names).containsExactly("x", "Probability_A_B", "label", "prediction", "reason");
  }

  @Test
  void anotherFormIsRefused() {
    InProcess.Outcome outcome =
        run(
            "predict",
            "--model",
            folder.resolve("model").toString(),
            "--probabilities",
            "vector",
            "--output",
            predicted().toString(),
            "data.path=rows.csv");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines(
            "Invalid --probabilities vector (must be array, columns or none)");
  }

  /** In the metadata of MLlib, and in a file that is no data. */
  @Test
  void theOrderOfTheClassesIsWithThePredictions() throws IOException {
    String[] sets = {"data.format=tsv", "data.path=src/main/data/iris.tsv.gz"};
    train(sets);
    predict("parquet", sets);
    StructType schema =
        read(
            "parquet",
            table -> {
              assertThat(table.count()).isEqualTo(150);
              return table.schema();
            });
    assertThat(schema.apply("probability").dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.DoubleType, true));
    Metadata[] entries =
        schema
            .apply("probability")
            .metadata()
            .getMetadata("ml_attr")
            .getMetadata("attrs")
            .getMetadataArray("numeric");
    assertThat(entries).extracting(entry -> entry.getString("name")).containsExactly("0", "1", "2");
    assertThat(entries).extracting(entry -> entry.getLong("idx")).containsExactly(0L, 1L, 2L);
    predict("json", sets);
    long rows = read("json", Dataset::count);
    assertThat(rows).isEqualTo(150);
    predict("csv", sets);
    String again = predicted().toString();
    InProcess.Outcome evaluated =
        run("evaluate", "--model", folder.resolve("model") + "", "data.path=" + again);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).containsPattern("train +150 ");
    assertThat(classes().path("classes").toString()).isEqualTo("[\"0\",\"1\",\"2\"]");
    assertThat(classes().path("modelSha256").asText()).matches("[0-9a-f]{64}");
    assertThat(classes().has("columns")).isFalse();
  }
}
