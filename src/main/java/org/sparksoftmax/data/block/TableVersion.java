package org.sparksoftmax.data.block;

import java.util.Locale;

/**
 * The version of a table that was read.
 *
 * @param table the name or path of the table, as configured or as in the query
 * @param format the format of the table, such as {@code delta}
 * @param version the version or the snapshot id; or the option that chose it, such as {@code
 *     timestampAsOf=2026-01-01}
 */
public record TableVersion(String table, String format, String version) {

  /** For messages, such as {@code version 3 of sales.customers}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s of %s",
        format.equals("iceberg") ? "snapshot" : "version",
        version,
        table);
  }
}
