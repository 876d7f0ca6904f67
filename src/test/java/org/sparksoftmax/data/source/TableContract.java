package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.cli.InProcess;

/** The tests of a table format with deleted rows and several versions. */
abstract class TableContract {

  /** The columns of row {@code id}, of three classes. */
  private static final String COLUMNS =
      "id, cast(id * id % 11 AS DOUBLE) + id % 3 AS a, cast(id % 7 AS DOUBLE) - id % 3 AS b, concat('c', id % 3) AS label";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIVE = 75;

  @TempDir Path folder;

  /** The ways to name a table. */
  enum Access {
    PATH,
    TABLE,
    QUERY
  }

  /** The settings of the session. */
  abstract Map<String, String> session();

  /** The settings of the session, with few tasks for the small tables and logs. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(session());
    settings.put("spark.sql.shuffle.partitions", "1");
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    return settings;
  }

  /** The name of the table in SQL. */
  abstract String name();

  /**
   * The clause of CREATE TABLE that chooses the format, and marks deleted rows instead of rewriting
   * files.
   */
  abstract String form();

  abstract String format();

  abstract String path();

  /** The statements that remove all versions but the current one. */
  abstract List<String> expire();

  /** The current version of the table. */
  abstract String currentVersion(SparkSession spark);

  private String begun;

  @BeforeEach
  void createTable() throws IOException {
    begun =
        sql(
            String.format(
                Locale.ROOT,
                "CREATE TABLE %s (id BIGINT, a DOUBLE, b DOUBLE, label STRING) %s",
                name(),
                form()),
            String.format(
                Locale.ROOT, "INSERT INTO %s SELECT %s FROM range(0, 90, 1, 1)", name(), COLUMNS),
            String.format(Locale.ROOT, "DELETE FROM %s WHERE id >= 60 AND id %% 2 = 0", name()));
  }

  /** Runs statements in a session of their own, and returns the version of the table after them. */
  private String sql(String... statements) throws IOException {
    return inSession(statements, () -> currentVersion(SparkSession.active()));
  }

  /** What a test does with a session. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs a command in a session in which statements were run; the command stops the session. */
  <T> T inSession(String[] statements, Action<T> command) throws IOException {
    SparkSession.Builder builder =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false);
    settings().forEach(builder::config);
    try (SparkSession spark = builder.getOrCreate()) {
      for (String statement : statements) {
        spark.sql(statement).collect();
      }
      return command.run();
    }
  }

  void commit() throws IOException {
    String now =
        sql(
            String.format(
                Locale.ROOT,
                "INSERT INTO %s SELECT %s FROM range(90, 120, 1, 1)",
                name(),
                COLUMNS));
    assertThat(now).isNotEqualTo(begun);
  }

  private List<String> input(Access access) {
    return switch (access) {
      case PATH -> List.of("data.format=" + format(), "data.path=" + path());
      case TABLE -> List.of("data.format=table", "data.table=" + name());
      case QUERY ->
          List.of(
              "data.format=table",
              String.format(
                  Locale.ROOT,
                  "data.query=WITH t AS (SELECT * FROM %s) SELECT a, b, label FROM t WHERE id IN (SELECT id FROM %s)",
                  name(),
                  name()));
    };
  }

  InProcess.Outcome run(String command, String output, List<String> input, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--output", folder.resolve(output).toString()));
    List<String> settings = new ArrayList<>(input);
    settings.add("data.feature-columns=[a,b]");
    settings.add("regularization.strength=0.01");
    for (String argument : more) {
      (argument.contains("=") ? settings : arguments).add(argument);
    }
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return InProcess.run(settings(), arguments.toArray(String[]::new));
  }

  JsonNode train(String output, List<String> input, String... more) throws IOException {
    InProcess.Outcome outcome = run("train", output, input, more);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return JSON.readTree(folder.resolve(output).resolve("summary.json").toFile());
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void aResumedRunReadsTheVersionThatItBeganWith(Access access) throws IOException {
    List<String> input = input(access);
    JsonNode whole = train("whole", input, "optimizer.max-iterations=9");
    JsonNode first = train("broken", input, "optimizer.max-iterations=3");
    assertThat(first.path("train").path("rows").asInt()).isEqualTo(LIVE);
    JsonNode table = first.path("train").path("tables").path(0);
    assertThat(table.path("version").asText()).isEqualTo(begun);
    assertThat(table.path("format").asText()).isEqualTo(format());
    assertThat(first.path("train").path("tables")).hasSize(1);

    commit();
    JsonNode resumed = train("broken", input, "--resume", "optimizer.max-iterations=9");
    assertThat(resumed.path("modelSha256")).isEqualTo(whole.path("modelSha256"));
    assertThat(resumed.path("train").path("rows").asInt()).isEqualTo(LIVE);
    assertThat(resumed.path("train").path("tables").path(0)).isEqualTo(table);
  }

  @Test
  void theVersionInTheOptionsIsRead() throws IOException {
    commit();
    JsonNode current = train("current", input(Access.PATH), "optimizer.max-iterations=1");
    assertThat(current.path("train").path("rows").asInt()).isEqualTo(LIVE + 30);
    JsonNode older =
        train(
            "older",
            input(Access.PATH),
            "optimizer.max-iterations=1",
            "data.options.versionAsOf=" + begun);
    assertThat(older.path("train").path("rows").asInt()).isEqualTo(LIVE);
    assertThat(older.path("train").path("tables").path(0).path("version").asText())
        .isEqualTo(begun);
  }

  @Test
  void heldOutTablesEvaluationsAndPredictionsReadLiveRows() throws IOException {
    JsonNode trained =
        train(
            "trained",
            input(Access.TABLE),
            "optimizer.max-iterations=1",
            String.format(
                Locale.ROOT, "data.validation.query=SELECT * FROM %s WHERE id < 30", name()),
            "data.test.table=" + name());
    assertThat(trained.path("validation").path("rows").asInt()).isEqualTo(30);
    assertThat(trained.path("validation").path("tables").path(0).path("version").asText())
        .isEqualTo(begun);
    assertThat(trained.path("test").path("rows").asInt()).isEqualTo(LIVE);

    String model = folder.resolve("trained").toString();
    InProcess.Outcome evaluated =
        run("evaluate", "evaluated", input(Access.QUERY), "--model", model);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode summary = JSON.readTree(folder.resolve("evaluated/summary.json").toFile());
    assertThat(summary.path("train").path("tables").path(0).path("version").asText())
        .isEqualTo(begun);
    InProcess.Outcome predicted = run("predict", "predicted", input(Access.PATH), "--model", model);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("predicted " + LIVE + " rows");
  }

  @Test
  void aVersionThatIsGoneIsNamed() throws IOException {
    train("broken", input(Access.PATH), "optimizer.max-iterations=3");
    commit();
    sql(expire().toArray(String[]::new));
    InProcess.Outcome resumed =
        run("train", "broken", input(Access.PATH), "--resume", "optimizer.max-iterations=9");
    assertThat(resumed.code()).as(resumed.err() + resumed.out()).isEqualTo(3);
    assertThat(resumed.err().strip().lines()).hasSize(1);
    assertThat(resumed.err())
        .contains("; the run began with ", " " + begun + " of ", "start again with --overwrite");
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void inspectedTablesTrainUnchanged(Access access) throws IOException {
    Path config = folder.resolve("inspected.conf");
    List<String> arguments = new ArrayList<>(List.of("inspect", "--output", config.toString()));
    input(access).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    InProcess.Outcome inspected = InProcess.run(settings(), arguments.toArray(String[]::new));
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains(LIVE + " rows, ", "0 problems");
    String output = folder.resolve("unchanged").toString();
    InProcess.Outcome trained =
        InProcess.run(settings(), "train", config.toString(), "--output", output);
    assertThat(trained.code()).as(trained.err() + trained.out()).isZero();
    JsonNode summary = JSON.readTree(folder.resolve("unchanged/summary.json").toFile());
    assertThat(summary.path("train").path("tables").path(0).path("version").asText())
        .isEqualTo(begun);
  }
}
