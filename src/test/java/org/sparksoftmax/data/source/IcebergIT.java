package org.sparksoftmax.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.cli.InProcess;

/** Iceberg tables with row-level deletes, in a catalog and by path. */
class IcebergIT extends TableContract {

  @Override
  Map<String, String> session() {
    return Map.of(
        "spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
        "spark.sql.catalog.lake.type", "hadoop",
        "spark.sql.catalog.lake.warehouse", folder.resolve("warehouse").toUri().toString());
  }

  @Override
  String name() {
    return "lake.sales.customers";
  }

  @Override
  String form() {
    return "USING iceberg TBLPROPERTIES ('format-version' = '2', 'write.delete.mode' = 'merge-on-read')";
  }

  @Override
  String format() {
    return "iceberg";
  }

  @Override
  String path() {
    return folder.resolve("warehouse/sales/customers").toString();
  }

  @Override
  List<String> expire() {
    return List.of(
        "CALL lake.system.expire_snapshots(table => 'sales.customers', older_than => TIMESTAMP '2100-01-01 00:00:00', retain_last => 1)");
  }

  @Override
  String currentVersion(SparkSession spark) {
    return spark
        .sql(
            String.format(
                Locale.ROOT, "SELECT snapshot_id FROM %s.refs WHERE name = 'main'", name()))
        .collectAsList()
        .stream()
        .map(row -> Long.toString(row.getLong(0)))
        .findFirst()
        .orElse("");
  }

  @Test
  void aMissingTableIsNamed() {
    String missing = folder.resolve("none").toString();
    InProcess.Outcome outcome =
        run("train", "output", List.of("data.format=iceberg", "data.path=" + missing));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.err().strip())
        .isEqualTo("Cannot find data.path = " + missing + ": there is no Iceberg table");
  }
}
