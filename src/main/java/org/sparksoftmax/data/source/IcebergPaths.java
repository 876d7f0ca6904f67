package org.sparksoftmax.data.source;

import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Lets Iceberg read a table by its path in a Spark without Hive. */
final class IcebergPaths {

  /** The catalog that Iceberg creates for paths: of Hive, unless it is configured. */
  private static final String CATALOG = "spark.sql.catalog.default_iceberg";

  private static final String CATALOG_CLASS = "org.apache.iceberg.spark.SparkCatalog";
  private static final String HIVE_CLASS = "org.apache.hadoop.hive.conf.HiveConf";

  private IcebergPaths() {}

  /** Whether Iceberg takes {@code table} for a path, not for a name. */
  static boolean isPath(String table) {
    return table.contains("/");
  }

  /**
   * Configures the catalog for a path. Iceberg needs one, but reads the table from its folder.
   *
   * @param table the path of the table
   */
  static void prepare(SparkSession spark, String table) {
    RuntimeConfig conf = spark.conf();
    if (isPath(table) && conf.getOption(CATALOG).isEmpty() && !hasHive()) {
      conf.set(CATALOG + ".type", "hadoop");
      conf.set(CATALOG + ".warehouse", table);
      conf.set(CATALOG, CATALOG_CLASS);
    }
  }

  private static boolean hasHive() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader.getResource(HIVE_CLASS.replace('.', '/') + ".class") != null;
  }
}
