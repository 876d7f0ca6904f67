package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.cli.InProcess;

/** Files and names that tables bring with them, and data sources that do not exist. */
class UncommonTablesIT {

  @TempDir private Path folder;

  private InProcess.Outcome run(String command, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--output", folder.resolve(arguments.get(0)).toString()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    if (command.startsWith("train")) {
      arguments.addAll(List.of("--set", "optimizer.max-iterations=2"));
    }
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private String errorOf(int code, String... settings) {
    InProcess.Outcome outcome = run("train", settings);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.err().strip().lines()).hasSize(1);
    return outcome.err().strip();
  }

  @Test
  void aFolderWithTheLogOfATableIsRefusedWithTheRemedy() throws IOException {
    Path table = SharedData.field("folders/delta-without-its-log");
    for (String path : List.of(table.toString(), table + "/*.parquet")) {
      assertThat(errorOf(3, "data.format=parquet", "data.path=" + path))
          .contains("set data.format = delta and data.path = " + table)
          .contains("--packages io.delta:delta-spark_4.1_2.13:");
    }
    Files.createDirectories(folder.resolve("t/data/day=1"));
    Files.createDirectories(folder.resolve("t/metadata"));
    Files.writeString(folder.resolve("t/metadata/v1.metadata.json"), "{}");
    Files.writeString(folder.resolve("t/data/day=1/a.csv"), "x,label\n1,a\n2,b\n");
    assertThat(errorOf(3, "data.path=" + folder.resolve("t/data/day=1/a.csv")))
        .contains("is a table of Iceberg")
        .contains("set data.format = iceberg and data.path = " + folder.resolve("t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          detla | did you mean 'delta'? (submit/softmax --packages io.delta:delta-spark_4.1_2.13:
          cvs   | did you mean 'csv'?
          kafka | run submit/softmax --packages org.apache.spark:spark-sql-kafka-0-10_2.13:
          com.example.Source | run submit/softmax --packages GROUP:ARTIFACT:VERSION with its library
          """)
  void anUnknownDataSourceIsNamedWithTheRemedy(String format, String remedy) {
    assertThat(errorOf(2, "data.format=" + format, "data.path=x"))
        .contains(String.format(Locale.ROOT, "Invalid data.format = %s: ", format))
        .contains(remedy);
  }

  @Test
  void tablesAndQueriesThatAreWrongAreNamed() {
    assertThat(errorOf(3, "data.format=table", "data.table=nowhere.customers"))
        .contains("Cannot read data.table = nowhere.customers: ");
    assertThat(errorOf(2, "data.format=table", "data.table=a b"))
        .contains("Invalid data.table = a b: ");
    assertThat(errorOf(2, "data.format=table", "data.query=SELEC x FROM t"))
        .contains("Invalid data.query = SELEC x FROM t: ");
    assertThat(
            errorOf(
                3,
                "data.format=jdbc",
                "data.options.url=jdbc:none://host/db",
                "data.options.dbtable=t",
                "data.options.password=tiger"))
        .contains("data.options = {dbtable=t, password=***, url=jdbc:none://host/db}")
        .doesNotContain("tiger");
  }

  @Test
  void aQueryNeedsNoTable() throws IOException {
    InProcess.Outcome outcome =
        run(
            "train",
            "data.format=table",
            "data.query=SELECT id % 5 AS x, IF(id % 2 = 0, 'even', 'odd') AS label FROM range(40)");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(summary().path("train").path("rows").asInt()).isEqualTo(40);
    assertThat(summary().path("train").has("tables")).isFalse();
  }

  @Test
  void anotherDataSourceWithOptionsIsRead() throws IOException {
    StringBuilder rows = new StringBuilder("<rows>");
    for (int i = 0; i < 20; i++) {
      rows.append(
          String.format(
              Locale.ROOT, "<row><x>%d</x><label>%s</label></row>", i % 7, i % 2 == 0 ? "a" : "b"));
    }
    Path file = Files.writeString(folder.resolve("rows.xml"), rows.append("</rows>"));
    InProcess.Outcome outcome =
        run("train", "data.format=xml", "data.path=" + file, "data.options.rowTag=row");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(summary().path("train").path("rows").asInt()).isEqualTo(20);
    assertThat(summary().path("config").path("data").path("options").path("rowTag").asText())
        .isEqualTo("row");
  }

  @Test
  void aTypeThatDiffersBetweenFilesIsNamedWithTheFile() {
    Path drift = SharedData.field("types/drift");
    assertThat(errorOf(3, "data.format=parquet", "data.path=" + drift))
        .contains(drift + "/part-00000-")
        .contains("in other files it is");
  }

  /**
   * Spark takes the types from one file, and reads integers of other types and sizes as those: 0.25
   * as 25, a date as its number of days, 300 as 44.
   */
  @ParameterizedTest
  @CsvSource({
    "CAST(id AS INT),      'CAST(id / 4 AS DECIMAL(9,2))',  'decimal(9,2)'",
    "id,                   'CAST(id / 4 AS DECIMAL(18,2))', 'decimal(18,2)'",
    "CAST(id AS DOUBLE),   'CAST(id / 4 AS DECIMAL(9,2))',  'decimal(9,2)'",
    "array(CAST(id AS INT)), 'array(CAST(id / 4 AS DECIMAL(9,2)))', 'decimal(9,2)'",
    "CAST(id AS INT),      'date_add(DATE''2026-01-01'', CAST(id AS INT))', 'date'",
    "id,                   'timestamp_seconds(id)',         INT96",
    "CAST(id AS TINYINT),  'CAST(id + 300 AS INT)',         'int32'",
    "CAST(id AS SMALLINT), 'CAST(id + 70000 AS INT)',       'int32'",
  })
  void integersThatSparkWouldReadAsOtherNumbersAreNamedWithTheFile(
      String first, String second, String type) throws IOException {
    Path table = folder.resolve("table");
    write(table.resolve("part=1"), first);
    write(table.resolve("part=2"), second);
    assertThat(errorOf(3, "data.format=parquet", "data.path=" + table))
        .contains("Cannot read " + table + "/part=")
        .contains("its column x is " + type + ", but in other files it is ");
  }

  @Test
  void integersAndFloatsOfSeveralSizesAreReadTogether() throws IOException {
    Path table = folder.resolve("table");
    write(table.resolve("part=1"), "id");
    write(table.resolve("part=2"), "CAST(id AS INT)");
    write(table.resolve("part=3"), "CAST(id AS TINYINT)");
    InProcess.Outcome outcome =
        run("train", "data.format=parquet", "data.path=" + table, "data.exclude-columns=[part]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(summary().path("train").path("rows").asInt()).isEqualTo(36);
  }

  /** Writes 12 rows, in which x is {@code expression} of the row number {@code id}. */
  private static void write(Path folder, String expression) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate()) {
      spark
          .range(0, 12, 1, 1)
          .selectExpr(expression + " AS x", "IF(id % 2 = 0, 'p', 'q') AS label")
          .write()
          .parquet(folder.toString());
    }
  }

  @Test
  void aColumnNamedMetadataIsRead() {
    Path metacol = SharedData.field("types/metacol");
    InProcess.Outcome outcome =
        run("train", "data.format=parquet", "data.path=" + metacol, "data.bad-rows=skip");
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  @Test
  void namesThatDifferInCaseAndVectorsWithDotsAreTrainedAndPredicted() {
    trainAndPredict("data.path=" + SharedData.field("names/names-that-differ-in-case.csv"));
    trainAndPredict(
        "data.format=parquet", "data.path=" + SharedData.field("names/vector-with-dot"));
  }

  @Test
  void namesOfOutputColumnsAreKeptUnderOthers() throws IOException {
    StringBuilder rows =
        new StringBuilder("prediction,probability,input_prediction,Prediction,`a.b`,label\n");
    for (int i = 0; i < 12; i++) {
      rows.append(
          String.format(
              Locale.ROOT, "%d,%d,%d,1,%d,%s\n", i, i % 5, i % 3, i % 4, i % 2 == 0 ? "p" : "q"));
    }
    Path file = Files.writeString(folder.resolve("names.csv"), rows);
    trainAndPredict("data.path=" + file);
  }

  private void trainAndPredict(String... input) {
    InProcess.Outcome trained = run("train --overwrite", input);
    assertThat(trained.code()).as(trained.err()).isZero();
    for (String format : List.of("parquet", "csv", "json")) {
      InProcess.Outcome predicted =
          run(
              String.format(
                  Locale.ROOT,
                  "predict --overwrite --format %s --model %s",
                  format,
                  folder.resolve("train")),
              input);
      assertThat(predicted.code()).as(predicted.err()).isZero();
    }
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("train/summary.json").toFile());
  }

  /** Spark would run them as soon as it analyses them. */
  @Test
  void statementsInsteadOfQueriesAreNotRun() {
    Path target = folder.resolve("target");
    String select = " SELECT id AS x, 'a' AS label FROM range(3)";
    String insert = String.format(Locale.ROOT, "INSERT OVERWRITE DIRECTORY '%s' USING csv", target);
    for (String statement :
        List.of(
            insert + select,
            "FROM range(3) " + insert + " SELECT id " + insert + " SELECT id",
            "WITH t AS (" + select + ") INSERT INTO nowhere SELECT * FROM t",
            "CREATE TABLE made USING csv LOCATION '" + target + "' AS" + select,
            "DROP TABLE customers",
            "DELETE FROM delta.`" + target + "`",
            "SET spark.sql.ansi.enabled=false",
            "SHOW TABLES",
            "EXECUTE IMMEDIATE 'SHOW TABLES'",
            "BEGIN SELECT 1; END")) {
      assertThat(errorOf(2, "data.format=table", "data.query=" + statement))
          .startsWith("Invalid data.query = " + statement + ": it must be a query");
    }
    InProcess.Outcome inspected =
        InProcess.run(
            "inspect", "--set", "data.format=table", "--set", "data.query=" + insert + select);
    assertThat(inspected.code()).isEqualTo(2);
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1 / id AS x, 'a' AS label FROM range(9)|[DIVIDE_BY_ZERO] Division by zero",
        "SELECT CAST(CONCAT('x', id) AS INT) AS x, 'a' AS label FROM range(9)|[CAST_INVALID_INPUT] The value 'x",
        "SELECT id AS x, raise_error('no more') AS label FROM range(9)|no more",
        "SELECT id AS x, id AS x, 'a' AS label FROM range(9)|two columns are named 'x': rename one",
      })
  void aQueryThatFailsForARowIsNamed(String query, String reason) {
    assertThat(errorOf(3, "data.format=table", "data.query=" + query)).contains(reason);
    InProcess.Outcome inspected =
        InProcess.run("inspect", "--set", "data.format=table", "--set", "data.query=" + query);
    assertThat(inspected.code()).as(inspected.err()).isEqualTo(3);
    assertThat(inspected.err().strip()).contains(reason).hasLineCount(1);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    Path good = SharedData.field("types/metacol");
    Path folder = Files.createDirectory(this.folder.resolve("damaged"));
    Files.writeString(folder.resolve("b.parquet"), "this is no parquet file".repeat(9));
    assertThat(errorOf(3, "data.format=parquet", "data.path=" + folder))
        .startsWith("Cannot read " + folder + "/b.parquet: ")
        .contains("is not a Parquet file", "write the file again, or leave it out");
    try (Stream<Path> files = Files.list(good)) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(file, folder.resolve("a.parquet"));
    }
    assertThat(errorOf(3, "data.format=parquet", "data.path=" + folder))
        .startsWith("Cannot read " + folder + "/b.parquet: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Removed once Iceberg has a release for the Spark of these tests.
        "2|iceberg|%s/none|Cannot read data.path = %s/none: a library on the class path is for another version of Spark than 4.2.0: run submit/softmax --packages org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.11.0 with SPARK_HOME set to a Spark 4.1",
        "2|csv|s3a://bucket/x.csv|run submit/softmax --packages org.apache.hadoop:hadoop-aws:3.",
        "2|parquet|abfss://c@a.dfs.core.windows.net/x|--packages org.apache.hadoop:hadoop-azure:3.",
        "3|csv|https://127.0.0.1:1/x.csv?sig=hidden|https://127.0.0.1:1/x.csv?sig=*** files of such an address cannot be listed: download them first",
      })
  void whatCannotBeOpenedIsNamed(int code, String format, String path, String message) {
    String there = String.format(Locale.ROOT, path, folder);
    assertThat(errorOf(code, "data.format=" + format, "data.path=" + there))
        .contains(String.format(Locale.ROOT, message, folder));
  }

  @Test
  void aFolderWithoutFilesIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty/below"));
    Files.createFile(empty.resolveSibling("_SUCCESS"));
    for (String format : List.of("parquet", "orc")) {
      assertThat(errorOf(3, "data.format=" + format, "data.path=" + empty.getParent()))
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "Cannot read data.path = %s: it has no %s file with data (a folder stands for its files and those of its folders key=value)",
                  empty.getParent(),
                  format));
    }
  }

  @Test
  void aMissingDriverIsNamed() {
    List<String> options =
        List.of("data.format=jdbc", "data.options.url=jdbc:none://h/db", "data.options.dbtable=t");
    assertThat(errorOf(3, options.toArray(String[]::new)))
        .contains(
            "no JDBC driver for this url is on the class path: run submit/softmax --packages");
    List<String> named = new ArrayList<>(options);
    named.add("data.options.driver=org.example.Driver");
    assertThat(errorOf(3, named.toArray(String[]::new)))
        .contains("the class org.example.Driver is not on the class path: run submit/softmax");
  }

  @Test
  void vectorsInJsonAreNamed() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("v.json"),
            "{\"v\":{\"type\":1,\"values\":[1.0,2.0]},\"label\":\"a\"}\n");
    assertThat(errorOf(3, "data.format=json", "data.path=" + file))
        .contains("it is an MLlib vector as ORC and JSON keep it: write it as parquet");
  }
}
