package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.cli.InProcess;

/** Rows of a database, with columns of its types, missing values and a password. */
class JdbcIT {

  private static final String URL = "jdbc:h2:mem:shop";

  @TempDir private Path folder;

  /** Keeps the database, which lies in memory. */
  private Connection database;

  @BeforeEach
  void createTable() throws SQLException {
    database = DriverManager.getConnection(URL, "ann", "tiger");
    try (Statement sql = database.createStatement()) {
      sql.execute(
          "CREATE TABLE customers (id BIGINT, age INT, income DECIMAL(10, 2), member BOOLEAN, since DATE, plan VARCHAR(9))");
      sql.execute(
          "INSERT INTO customers SELECT x, 20 + MOD(x * 7, 40), CASE WHEN MOD(x, 9) > 0 THEN 1000.5 * MOD(x, 11) END, MOD(x, 2) = 0, DATEADD(DAY, x, DATE '2020-01-01'), CASE MOD(x, 3) WHEN 0 THEN 'basic' WHEN 1 THEN 'plus' ELSE 'pro' END FROM SYSTEM_RANGE(1, 90)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  private static InProcess.Outcome run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.format=jdbc",
                "data.options.url=" + URL,
                "data.options.user=ann",
                "data.options.password=tiger"));
    for (String argument : more) {
      (argument.contains("=") ? settings : arguments).add(argument);
    }
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  @Test
  void aTableIsInspectedTrainedEvaluatedAndPredicted() throws IOException {
    String table = "data.options.dbtable=customers";
    Path config = folder.resolve("shop.conf");
    InProcess.Outcome inspected =
        run("inspect", "--output", config.toString(), table, "data.label-column=PLAN");
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out())
        .contains("90 rows, 6 columns", "identifier  the numbers of the rows")
        .doesNotContain("tiger");
    assertThat(Files.readString(config)).doesNotContain("tiger");

    String output = folder.resolve("out").toString();
    String[] columns = {
      table,
      "data.label-column=PLAN",
      "data.exclude-columns=[ID]",
      "data.datetime-columns=[SINCE]",
      "data.missing=mean",
      "optimizer.max-iterations=9"
    };
    List<String> train = new ArrayList<>(List.of("--output", output));
    train.addAll(List.of(columns));
    InProcess.Outcome trained = run("train", train.toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();
    String summary = Files.readString(Path.of(output, "summary.json"));
    JsonNode rows = new ObjectMapper().readTree(summary).path("train");
    assertThat(rows.path("rows").asInt()).isEqualTo(90);
    assertThat(rows.path("classes").asInt()).isEqualTo(3);
    assertThat(rows.path("features").asInt()).isEqualTo(4);
    assertThat(trained.out() + trained.err() + summary).doesNotContain("tiger");

    String part = "data.options.query=SELECT * FROM customers WHERE id <= 30";
    InProcess.Outcome evaluated =
        run(
            "evaluate",
            "--model",
            output,
            "--output",
            folder.resolve("eval").toString(),
            part,
            "data.label-column=PLAN");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    InProcess.Outcome predicted =
        run("predict", "--model", output, "--output", folder.resolve("pred").toString(), part);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("predicted 30 rows");
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() {
    InProcess.Outcome outcome =
        run(
            "train",
            "--output",
            folder.resolve("out").toString(),
            "data.options.dbtable=customers",
            "data.options.password=lion");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err().strip()).contains("Wrong user name or password").hasLineCount(1);
    assertThat(outcome.err()).doesNotContain("lion");
  }
}
