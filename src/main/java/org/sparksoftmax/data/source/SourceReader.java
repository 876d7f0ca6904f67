package org.sparksoftmax.data.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.DataLocation;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.TableVersion;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.output.FileSystems;

/**
 * Opens the rows of an input as a DataFrame.
 *
 * @param begun the versions to read; for tables without one, the current version
 */
public record SourceReader(
    InputPaths input, DataFormat format, SparkSession spark, TableVersions begun) {

  /** The last column of JSON, for records that Spark cannot parse; null in all others. */
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
      throw failure(cannot);
    } catch (IncompatibleClassChangeError mismatch) {
      throw SourceFailure.ofOtherSpark(input, format, mismatch);
    }
  }

  /**
   * The exception to throw if the input cannot be opened or planned. Names the versions that a
   * resumed run began with, which may have been removed since.
   */
  public RuntimeException failure(Exception cannot) {
    RuntimeException failure = SourceFailure.of(input, format, cannot);
    String remedy = begun.remedy(input.name());
    return remedy.isEmpty() || !(failure instanceof DataException)
        ? failure
        : new DataException(failure.getMessage() + remedy, failure);
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
    Map<String, String> options =
        format.equals(DataFormat.JSON)
            ? JsonLines.options(input, spark)
            : input.location().options();
    try {
      return files(spark, options);
    } catch (Exception failed) {
      if (failed instanceof SparkThrowable reason
          && "COLUMN_ALREADY_EXISTS".equals(SparkInternals.condition(reason))) {
        return files(CaseSensitiveSession.of(spark), options);
      }
      throw failed;
    }
  }

  private Dataset<Row> files(SparkSession session, Map<String, String> options) {
    String[] paths = InputFiles.patterns(input.path()).toArray(String[]::new);
    if (format.equals(DataFormat.JSON)) {
      return json(session, paths, options);
    }
    Dataset<Row> rows =
        session
            .read()
            .format(format.name())
            .option("mode", "FAILFAST")
            .options(options)
            .load(paths);
    if (format.equals(DataFormat.PARQUET)) {
      ParquetIntegers.requireSame(rows);
    }
    return rows;
  }

  /** Reads JSON; lines that are not JSON objects go to an additional last column. */
  private Dataset<Row> json(SparkSession session, String[] paths, Map<String, String> options) {
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", UNPARSED);
    StructType parsed = new StructType();
    for (StructField field : session.read().options(options).json(paths).schema().fields()) {
      parsed = field.name().equals(UNPARSED) ? parsed : parsed.add(field);
    }
    StructType type = parsed.add(UNPARSED, DataTypes.StringType, true);
    Dataset<Row> rows = session.read().options(options).schema(type).json(paths);
    // Spark moves the keys of folders behind all other columns.
    return Arrays.equals(rows.columns(), type.fieldNames())
        ? rows
        : rows.select(
            Arrays.stream(type.fieldNames())
                .map(name -> rows.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new));
  }

  /** Opens any other data source. */
  private Opened source() throws IOException {
    DataLocation location = input.location();
    DataFrameReader reader = options(spark.read().format(format.name()));
    if (location.path().isEmpty()) {
      return new Opened(reader.load(), List.of());
    }
    String path = location.path().get();
    boolean known = List.of(Versions.DELTA, Versions.ICEBERG).contains(format.name());
    if (!known) {
      String[] paths = InputFiles.patterns(path).toArray(String[]::new);
      for (String each : paths) {
        if (FileSystems.isObject(each)) {
          requireReachable(each);
        }
      }
      return new Opened(paths.length == 1 ? reader.load(paths[0]) : reader.load(paths), List.of());
    }
    requireReachable(path);
    if (format.name().equals(Versions.ICEBERG)) {
      IcebergPaths.prepare(spark, path);
    }
    Optional<TableVersion> version =
        chosen(path, format.name())
            .or(() -> begun.of(input.name(), path))
            .or(() -> new Versions(spark).ofPath(format.name(), path, path));
    return new Opened(pinned(reader, version).load(path), version.stream().toList());
  }

  private void requireReachable(String path) throws IOException {
    FileSystems.of(
        new Path(path), input.key() + " = " + path, spark.sparkContext().hadoopConfiguration());
  }

  /** Opens a table of a catalog. */
  private Opened table(String table) throws ParseException {
    List<String> name = List.copyOf(ScalaValues.asJava(parser().parseMultipartIdentifier(table)));
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
    QueryTables parsed = QueryTables.of(parser().parsePlan(query));
    if (!parsed.isQuery()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s = %s: it must be a query, such as SELECT or WITH; statements that change or show something are not run",
              input.key(),
              input.path()));
    }
    for (QueryTables.Mention mention : parsed.mentions()) {
      String shown = Versions.shown(mention.name());
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
    return SparkInternals.sqlParser(spark);
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
