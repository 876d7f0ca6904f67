package org.sparksoftmax.data.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.data.block.TableVersion;
import org.sparksoftmax.output.FileFailure;

/** Looks up the current versions of tables. */
record Versions(SparkSession spark) {

  static final String DELTA = "delta";
  static final String ICEBERG = "iceberg";

  /** A row of this text separates the columns of a described table from its properties. */
  private static final String PROPERTIES = "# Detailed Table Information";

  /** Selectors that Iceberg takes as the last part of a name, such as {@code t.branch_audit}. */
  private static final String ICEBERG_SELECTOR =
      "(?:branch|tag|snapshot_id|at_timestamp|version)_.+|files|snapshots|history|refs|.*manifests|.*entries|partitions";

  /** The name as it is written in SQL. */
  static String quoted(List<String> name) {
    return name.stream()
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }

  /** The name for messages, in which only parts such as paths are quoted. */
  static String shown(List<String> name) {
    return name.stream()
        .map(part -> part.matches("\\w+") ? part : quoted(List.of(part)))
        .collect(Collectors.joining("."));
  }

  /**
   * The current version of a table of a catalog, or of a path such as {@code delta.`/t`}.
   *
   * @return empty if the table has no versions, is a view, or does not exist
   */
  Optional<TableVersion> ofName(List<String> name, String shown) {
    if (name.size() == 2 && name.get(0).equalsIgnoreCase(DELTA) && name.get(1).contains("/")) {
      return ofPath(DELTA, name.get(1), shown);
    }
    Map<String, String> properties = properties(name);
    String provider = properties.getOrDefault("Provider", "").toLowerCase(Locale.ROOT);
    if (provider.equals(DELTA) && properties.containsKey("Location")) {
      return ofPath(DELTA, properties.get("Location"), shown);
    }
    boolean selects = name.get(name.size() - 1).matches(ICEBERG_SELECTOR);
    if (provider.equals(ICEBERG) && !selects) {
      return snapshot(spark.table(quoted(name) + ".refs"), shown);
    }
    return Optional.empty();
  }

  /**
   * The current version of a table that is read by a path.
   *
   * @param format the name of the data source
   * @return empty if the format has no versions that are known here, or the table has none
   */
  Optional<TableVersion> ofPath(String format, String path, String shown) {
    if (format.equalsIgnoreCase(ICEBERG)) {
      String refs = IcebergPaths.isPath(path) ? path + "#refs" : path + ".refs";
      return snapshot(spark.read().format(ICEBERG).load(refs), shown);
    }
    if (!format.equalsIgnoreCase(DELTA)) {
      return Optional.empty();
    }
    try {
      return DeltaLog.newestVersion(path, spark.sparkContext().hadoopConfiguration()).stream()
          .mapToObj(version -> new TableVersion(shown, DELTA, Long.toString(version)))
          .findFirst();
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new IllegalStateException(
          "its log cannot be listed: " + FileFailure.reason(unreadable), unreadable);
    }
  }

  private static Optional<TableVersion> snapshot(Dataset<Row> references, String shown) {
    return references.filter("name = 'main'").select("snapshot_id").takeAsList(1).stream()
        .map(row -> new TableVersion(shown, ICEBERG, Long.toString(row.getLong(0))))
        .findFirst();
  }

  /** The properties of a table of a catalog; none if it does not exist or is a view. */
  private Map<String, String> properties(List<String> name) {
    Map<String, String> properties = new TreeMap<>();
    if (!spark.catalog().tableExists(quoted(name))) {
      return properties;
    }
    boolean columns = true;
    for (Row row : spark.sql("DESCRIBE TABLE EXTENDED " + quoted(name)).collectAsList()) {
      columns = columns && !row.getString(0).equals(PROPERTIES);
      if (!columns) {
        properties.put(row.getString(0), row.getString(1));
      }
    }
    return properties;
  }
}
