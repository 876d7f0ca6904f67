package org.sparksoftmax.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sparksoftmax.text.Secrets;

/**
 * Where the rows of a data set are: in files, in a table of a catalog, in the result of a query, or
 * wherever the options of a data source say. At most one of path, table and query is present.
 *
 * @param group the configuration group, such as {@code data.validation}
 * @param path files or Hadoop glob patterns, separated by commas, or the path of a table
 * @param table the name of a table, such as {@code catalog.schema.name}
 * @param query a query of Spark SQL
 * @param options the options of the data source; may contain secrets
 */
public record DataLocation(
    String group,
    Optional<String> path,
    Optional<String> table,
    Optional<String> query,
    Map<String, String> options) {

  /** The options for time travel of Delta, Iceberg and Hudi, in lower case. */
  private static final Set<String> VERSION_OPTIONS =
      Set.of(
          "versionasof",
          "timestampasof",
          "snapshot-id",
          "as-of-timestamp",
          "branch",
          "tag",
          "as.of.instant");

  public DataLocation {
    options = Map.copyOf(options);
  }

  /** Files, without options. */
  public static DataLocation ofPath(String group, String path) {
    return new DataLocation(group, Optional.of(path), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Options without those that choose a version, which belongs to one table. */
  public static Map<String, String> withoutVersion(Map<String, String> options) {
    Map<String, String> others = new TreeMap<>(options);
    others.keySet().removeIf(DataLocation::choosesVersion);
    return others;
  }

  /** Whether an option chooses the version, snapshot or branch of a table that is read. */
  private static boolean choosesVersion(String option) {
    return VERSION_OPTIONS.contains(option.toLowerCase(Locale.ROOT));
  }

  /** The options that choose the version, snapshot or branch that is read, with their values. */
  public Map<String, String> version() {
    Map<String, String> version = new TreeMap<>(options);
    version.keySet().removeIf(option -> !choosesVersion(option));
    return version;
  }

  /** Whether nothing says where the rows are. */
  public boolean isEmpty() {
    return path.isEmpty() && table.isEmpty() && query.isEmpty() && options.isEmpty();
  }

  /** The configuration key that says where the rows are. */
  public String key() {
    if (table.isPresent()) {
      return group + ".table";
    }
    if (query.isPresent()) {
      return group + ".query";
    }
    return group + (path.isPresent() || options.isEmpty() ? ".path" : ".options");
  }

  /** The value of {@link #key}, for messages; options without their secrets. */
  public String value() {
    return path.or(() -> table)
        .or(() -> query)
        .orElseGet(() -> new TreeMap<>(Secrets.maskOptions(options)).toString());
  }

  /** For messages, such as {@code data.path = a.csv}. */
  @Override
  public String toString() {
    return key() + " = " + value();
  }
}
