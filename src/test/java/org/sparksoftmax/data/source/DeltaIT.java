package org.sparksoftmax.data.source;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

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

  @Override
  String currentVersion(SparkSession spark) {
    return Long.toString(
        spark.sql("DESCRIBE HISTORY " + name() + " LIMIT 1").head().<Long>getAs("version"));
  }
}
