package org.sparksoftmax.data.source;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.DataLocation;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.TableVersion;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Opens the rows of an input as a DataFrame.
 *
 * @param lenient whether records that Spark cannot parse are kept, in the column {@link #UNPARSED}
 * @param begun the versions to read; for tables without one, the current version
 */
public record SourceReader(
    InputPaths input, DataFormat format, SparkSession spark, boolean lenient, TableVersions begun) {

  /** The column for records that Spark cannot parse. */
  public static final String UNPARSED = "softmax-unparsed-line";

  /**
   * An open input.
   *
   * @param tables the versions of the tables that the rows come from
   */
  public record Opened(Dataset<Row> frame, List<TableVersion> tables) {}

  /**
   * Opens the input.
   *
   * @throws DataException if it cannot be read
   * @throws org.sparksoftmax.config.ConfigException if the format or a name is wrong
   */
  public Opened open() {
    try {
      return openUnchecked();
    } catch (DataException bad) {
      throw bad;
    } catch (Exception cannot) { // Spark does not declare its checked AnalysisException
      throw withVersions(SourceFailure.of(input, format, cannot));
    }
  }

  /** Adds the versions that a resumed run began with, which may have been removed since. */
  private RuntimeException withVersions(RuntimeException failure) {
    List<TableVersion> versions = begun.bySet().getOrDefault(input.name(), List.of());
    return versions.isEmpty() || !(failure instanceof DataException)
        ? failure
        : new DataException(
            String.format(
                Locale.ROOT,
                "%s; the run began with %s: restore it, or start again with --overwrite",
                failure.getMessage(),
                versions.stream().map(TableVersion::toString).collect(joining(", "))),
            failure);
  }

  private Opened openUnchecked() throws ParseException, IOException {
    DataLocation location = input.location();
    if (location.query().isPresent()) {
      return query(location.query().get());
    }
    if (location.table().isPresent()) {
      return table(location.table().get());
    }
    if (!format.isDataSource()) {
      return new Opened(files(), List.of());
    }
    return source();
  }

  /** Opens the files of a format that Spark includes. */
  private Dataset<Row> files() throws IOException {
    try {
      return files(spark);
    } catch (Exception failed) {
      if (failed instanceof SparkThrowable reason
          && "COLUMN_ALREADY_EXISTS".equals(reason.getCondition())) {
        return files(CaseSensitiveSession.of(spark));
      }
      throw failed;
    }
  }

  private Dataset<Row> files(SparkSession session) throws IOException {
    String[] paths = InputFiles.patterns(input.path()).toArray(String[]::new);
    if (lenient) {
      return lenient(session, paths);
    }
    DataFrameReader reader = session.read().format(format.name()).option("mode", "FAILFAST");
    if (format.equals(DataFormat.JSON)) {
      reader = reader.options(JsonLines.options(input, spark));
    }
    return options(reader).load(paths);
  }

  /** Reads JSON; lines that are not JSON objects go to an additional last column. */
  private Dataset<Row> lenient(SparkSession session, String[] paths) throws IOException {
    Map<String, String> options = new TreeMap<>(JsonLines.options(input, spark));
    options.putAll(input.location().options());
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", UNPARSED);
    StructType parsed = new StructType();
    for (StructField field : session.read().options(options).json(paths).schema().fields()) {
      parsed = field.name().equals(UNPARSED) ? parsed : parsed.add(field);
    }
    StructType type = parsed.add(UNPARSED, DataTypes.StringType, true);
    return session.read().options(options).schema(type).json(paths);
  }

  /** Opens any other data source. */
  private Opened source() {
    DataLocation location = input.location();
    DataFrameReader reader = options(spark.read().format(format.name()));
    if (location.path().isEmpty()) {
      return new Opened(reader.load(), List.of());
    }
    String path = location.path().get();
    boolean known = List.of(Versions.DELTA, Versions.ICEBERG).contains(format.name());
    if (!known) {
      String[] paths = InputFiles.patterns(path).toArray(String[]::new);
      return new Opened(paths.length == 1 ? reader.load(paths[0]) : reader.load(paths), List.of());
    }
    if (format.name().equals(Versions.ICEBERG)) {
      IcebergPaths.prepare(spark, path);
    }
    Optional<TableVersion> version =
        chosen(path, format.name())
            .or(() -> begun.of(input.name(), path))
            .or(() -> new Versions(spark).ofPath(format.name(), path, path));
    return new Opened(pinned(reader, version).load(path), version.stream().toList());
  }

  /** Opens a table of a catalog. */
  private Opened table(String table) throws ParseException {
    List<String> name =
        List.copyOf(CollectionConverters.asJava(parser().parseMultipartIdentifier(table)));
    Optional<TableVersion> version =
        chosen(table, "table")
            .or(() -> begun.of(input.name(), table))
            .or(() -> new Versions(spark).ofName(name, table));
    return new Opened(
        pinned(options(spark.read()), version).table(Versions.quoted(name)),
        version.stream().toList());
  }

  /** Opens a query, whose tables are read at one version each. */
  private Opened query(String query) throws ParseException {
    List<TableVersion> tables = new ArrayList<>();
    StringBuilder pinned = new StringBuilder();
    int copied = 0;
    for (QueryTables.Mention mention : QueryTables.in(parser().parsePlan(query))) {
      String shown = String.join(".", mention.name());
      Optional<TableVersion> version =
          begun.of(input.name(), shown).or(() -> new Versions(spark).ofName(mention.name(), shown));
      if (version.isPresent()) {
        tables.add(version.get());
        pinned
            .append(query, copied, mention.end())
            .append(" VERSION AS OF ")
            .append(version.get().version());
        copied = mention.end();
      }
    }
    pinned.append(query.substring(copied));
    List<TableVersion> distinct = tables.stream().distinct().toList();
    return new Opened(spark.sql(pinned.toString()), distinct);
  }

  private ParserInterface parser() {
    return ((org.apache.spark.sql.classic.SparkSession) spark).sessionState().sqlParser();
  }

  private DataFrameReader options(DataFrameReader reader) {
    return reader.options(input.location().options());
  }

  /** The version that the options choose. */
  private Optional<TableVersion> chosen(String table, String kind) {
    Map<String, String> version = input.location().version();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    String text = String.join(", ", version.values());
    boolean plain = version.size() == 1 && version.values().iterator().next().matches("\\d+");
    return Optional.of(new TableVersion(table, kind, plain ? text : version.toString()));
  }

  /** Names the version to read, unless the options do. */
  private DataFrameReader pinned(DataFrameReader reader, Optional<TableVersion> version) {
    return version.isPresent() && input.location().version().isEmpty()
        ? reader.option("versionAsOf", version.get().version())
        : reader;
  }
}
