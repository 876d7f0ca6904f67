package org.sparksoftmax.data.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sparksoftmax.data.job.SupportedSpark;

/**
 * The Maven packages of data sources that Spark does not include, for the running Spark. They serve
 * in messages; nothing is downloaded.
 */
final class Packages {

  private static final String SPARK = SupportedSpark.version();
  private static final String SCALA = SupportedSpark.scala();

  /** Spark 4.1 is the newest that Delta 4.1 and Iceberg 1.11 have a release for. */
  private static final String OLDER =
      List.of("3.5", "4.0", "4.1").contains(SupportedSpark.minor(SPARK))
          ? ""
          : " with SPARK_HOME set to a Spark 4.1, the newest that it has a release for";

  private static final Map<String, String> PACKAGES =
      Map.of(
          "delta", delta(SupportedSpark.minor(SPARK)) + OLDER,
          "iceberg", iceberg(SupportedSpark.minor(SPARK)) + OLDER,
          "avro", "org.apache.spark:spark-avro_" + SCALA + ":" + SPARK,
          "kafka", "org.apache.spark:spark-sql-kafka-0-10_" + SCALA + ":" + SPARK,
          "hudi",
              "org.apache.hudi:hudi-spark"
                  + SupportedSpark.minor(SPARK)
                  + "-bundle_"
                  + SCALA
                  + ":VERSION");

  private static String delta(String spark) {
    return switch (spark) {
      case "3.5" -> "io.delta:delta-spark_" + SCALA + ":3.3.2";
      case "4.0" -> "io.delta:delta-spark_2.13:4.0.0";
      default -> "io.delta:delta-spark_4.1_2.13:4.1.0";
    };
  }

  private static String iceberg(String spark) {
    String release = OLDER.isEmpty() ? spark : "4.1";
    return "org.apache.iceberg:iceberg-spark-runtime-" + release + "_" + SCALA + ":1.11.0";
  }

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
