package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Delta tables with deletion vectors, by path and in queries. */
class DeltaIT extends TableContract {

  @Override
  Map<String, String> session() {
    return Map.of(
        "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
  }

  @Override
  String name() {
    return "delta.`" + path() + "`";
  }

  @Override
  String form() {
    return "USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')";
  }

  @Override
  String format() {
    return "delta";
  }

  @Override
  String path() {
    return folder.resolve("table").toString();
  }

  /** Rewrites the rows, and removes the files of earlier versions. */
  @Override
  List<String> expire() {
    return List.of(
        "SET spark.databricks.delta.retentionDurationCheck.enabled=false",
        "SET spark.sql.sources.parallelPartitionDiscovery.parallelism=1", // 10,000 tasks otherwise
        "INSERT OVERWRITE " + name() + " SELECT * FROM " + name(),
        "VACUUM " + name() + " RETAIN 0 HOURS");
  }

  @Override
  String currentVersion(SparkSession spark) {
    return Long.toString(
        spark.sql("DESCRIBE HISTORY " + name() + " LIMIT 1").head().<Long>getAs("version"));
  }

  /**
   * A table of the session's catalog, which lies in memory: it is declared again in the session of
   * each command.
   */
  @Test
  void aTableOfTheCatalogIsResumedByItsName() throws IOException {
    String[] declared = {
      "CREATE DATABASE sales", "CREATE TABLE sales.customers USING delta LOCATION '" + path() + "'"
    };
    List<String> input = List.of("data.format=table", "data.table=sales.customers");
    JsonNode whole = inSession(declared, () -> train("whole", input, "optimizer.max-iterations=9"));
    JsonNode table = whole.path("train").path("tables").path(0);
    assertThat(table.path("table").asText()).isEqualTo("sales.customers");
    assertThat(table.path("format").asText()).isEqualTo("delta");
    inSession(declared, () -> train("broken", input, "optimizer.max-iterations=3"));
    commit();
    JsonNode resumed =
        inSession(declared, () -> train("broken", input, "--resume", "optimizer.max-iterations=9"));
    assertThat(resumed.path("modelSha256")).isEqualTo(whole.path("modelSha256"));
    assertThat(resumed.path("train").path("tables").path(0)).isEqualTo(table);
  }
}
