package org.sparksoftmax.data.source;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Maven packages of data sources that Spark does not include, for Spark 4.1 and Scala 2.13.
 * They serve in messages; nothing is downloaded.
 */
final class Packages {

  private static final String SPARK = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  private static final Map<String, String> PACKAGES =
      Map.of(
          "delta", "io.delta:delta-spark_4.1_2.13:4.1.0",
          "iceberg", "org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.11.0",
          "avro", "org.apache.spark:spark-avro_2.13:" + SPARK,
          "kafka", "org.apache.spark:spark-sql-kafka-0-10_2.13:" + SPARK,
          "hudi", "org.apache.hudi:hudi-spark4.1-bundle_2.13:VERSION");

  private Packages() {}

  /** The package of a data source, if it is known. */
  static Optional<String> of(String source) {
    return Optional.ofNullable(PACKAGES.get(source.toLowerCase(Locale.ROOT)));
  }

  /** The names of the data sources whose packages are known. */
  static Set<String> sources() {
    return PACKAGES.keySet();
  }
}
