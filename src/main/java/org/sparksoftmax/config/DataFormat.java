package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An input format ({@code data.format}): one of the formats with a reader of its own, {@code table}
 * for tables and queries of Spark's catalogs, or any other data source of Spark.
 *
 * @param name the value of {@code data.format}; lower case for the formats listed here
 */
public record DataFormat(String name) {

  // The constructor uses these, so they precede the constants.

  /** The formats that are read without Spark SQL. */
  private static final List<String> READ_HERE = List.of("csv", "tsv", "libsvm", "idx", "cifar");

  /** The formats that Spark SQL reads and that need no further library. */
  private static final List<String> READ_BY_SPARK = List.of("parquet", "orc", "json", "table");

  /** A short name, such as {@code delta}, or the name of a class. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.$-]*");

  public static final DataFormat CSV = new DataFormat("csv");
  public static final DataFormat TSV = new DataFormat("tsv");
  public static final DataFormat LIBSVM = new DataFormat("libsvm");
  public static final DataFormat IDX = new DataFormat("idx");
  public static final DataFormat CIFAR = new DataFormat("cifar");
  public static final DataFormat PARQUET = new DataFormat("parquet");
  public static final DataFormat ORC = new DataFormat("orc");
  public static final DataFormat JSON = new DataFormat("json");

  /** A table of a catalog, or the result of a query. */
  public static final DataFormat TABLE = new DataFormat("table");

  /** How the rows of a format are read. */
  public enum Kind {
    /** Lines of cells. */
    TEXT,
    /** Rows without columns. */
    VECTORS,
    /** Rows of Spark SQL, whose columns are typed and may contain vectors. */
    TABLE
  }

  public DataFormat {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (READ_HERE.contains(lowerCase) || READ_BY_SPARK.contains(lowerCase)) {
      name = lowerCase;
    }
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "data.format",
          name,
          String.format(
              Locale.ROOT,
              "must be %s, %s, or the name of a data source of Spark, such as delta",
              String.join(", ", READ_HERE),
              String.join(", ", READ_BY_SPARK)));
    }
  }

  public Kind kind() {
    return switch (name) {
      case "csv", "tsv" -> Kind.TEXT;
      case "libsvm", "idx", "cifar" -> Kind.VECTORS;
      default -> Kind.TABLE;
    };
  }

  /** Whether the format has columns that can be selected by name or position. */
  public boolean hasColumns() {
    return kind() != Kind.VECTORS;
  }

  /** Whether Spark SQL reads the format. Its columns are typed and may hold vectors. */
  public boolean isTable() {
    return kind() == Kind.TABLE;
  }

  /** Whether the format is none of those listed here: a data source that Spark looks up by name. */
  public boolean isDataSource() {
    return !READ_HERE.contains(name) && !READ_BY_SPARK.contains(name);
  }

  /** The names of the formats listed here. */
  public static List<String> names() {
    return Stream.of(READ_HERE, READ_BY_SPARK).flatMap(List::stream).toList();
  }

  /** Returns {@link #name}. */
  @Override
  public String toString() {
    return name;
  }
}
