package org.sparksoftmax.data.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.block.TableVersion;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.source.RowPlaces;
import org.sparksoftmax.data.source.SourceFailure;
import org.sparksoftmax.data.source.SourceReader;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.LabelType;

/** Rows read by Spark SQL: files such as parquet, tables, queries and other data sources. */
public final class TableSource implements RowSource {

  /** The reason for a record that Spark cannot parse. */
  public static final String NOT_AN_OBJECT = "the line is not a JSON object";

  private final Dataset<Row> frame;
  private final StructType type;
  private final TableSchema schema;
  private final int vectorSize;
  private final List<TableVersion> tables;

  /** What to do if files of the tables are gone. */
  private final String remedy;

  private final SourceReader reader;

  private TableSource(
      Dataset<Row> frame,
      StructType type,
      TableSchema schema,
      int vectorSize,
      List<TableVersion> tables,
      String remedy,
      SourceReader reader) {
    this.frame = frame;
    this.type = type;
    this.schema = schema;
    this.vectorSize = vectorSize;
    this.tables = tables;
    this.remedy = remedy;
    this.reader = reader;
  }

  /**
   * Opens an input and resolves its columns.
   *
   * @param begun the versions of tables that a resumed run began with
   * @throws DataException if Spark cannot read it
   */
  public static TableSource open(
      InputPaths input,
      DataConfig config,
      SparkSession spark,
      ReadPurpose purpose,
      TableVersions begun) {
    SourceReader reader = new SourceReader(input, config.format(), spark, begun);
    SourceReader.Opened opened = reader.open();
    Rows opening = Rows.of(opened.frame(), input);
    Dataset<Row> rows = opening.frame();
    StructType type = opening.columns();
    TableSchema schema =
        TableSchema.resolve(type, config, purpose, column -> length(reader, rows, column));
    int vectorSize = schema.vector() ? length(reader, rows, schema.columns().features()[0]) : 0;
    return new TableSource(
        rows, type, schema, vectorSize, opened.tables(), begun.remedy(input.name()), reader);
  }

  private static int length(SourceReader reader, Dataset<Row> rows, int column) {
    try {
      return CellReader.firstLength(rows, column);
    } catch (Exception cannot) { // Spark does not declare its checked exceptions
      throw reader.failure(cannot);
    }
  }

  /**
   * Opens a table without resolving its columns.
   *
   * @throws DataException if Spark cannot read it
   */
  public static Rows rows(InputPaths input, DataConfig config, SparkSession spark) {
    return Rows.of(
        new SourceReader(input, config.format(), spark, TableVersions.NONE).open().frame(), input);
  }

  /**
   * The rows of a table.
   *
   * @param frame the columns, the column for records that cannot be parsed if there is one, and the
   *     place
   * @param columns the columns of the table
   * @param unparsed whether there is a column for records that cannot be parsed
   */
  public record Rows(Dataset<Row> frame, StructType columns, boolean unparsed) {

    static Rows of(Dataset<Row> frame, InputPaths input) {
      List<StructField> fields = new ArrayList<>(List.of(frame.schema().fields()));
      boolean unparsed = fields.removeIf(field -> field.name().equals(SourceReader.UNPARSED));
      if (fields.isEmpty()) {
        throw new DataException(
            String.format(
                Locale.ROOT, "Cannot read %s = %s: it has no columns", input.key(), input.path()));
      }
      StructType type = new StructType(fields.toArray(StructField[]::new));
      return new Rows(RowPlaces.append(frame, input), type, unparsed);
    }
  }

  @Override
  public Optional<LabelIndex> targetClasses() {
    return Optional.ofNullable(schema.columns().targets()).map(TargetColumns::index);
  }

  @Override
  public Optional<StructType> table() {
    return Optional.of(type);
  }

  @Override
  public List<FeatureSchema.InputColumn> columns() {
    return schema.inputColumns();
  }

  @Override
  public boolean hasNumericLabels() {
    int label = schema.columns().label();
    return label < 0 || type.fields()[label].dataType() instanceof NumericType;
  }

  @Override
  public String labelType() {
    int label = schema.columns().label();
    return label < 0 || type.fields()[label].dataType() instanceof StringType
        ? LabelType.TEXT.name()
        : type.fields()[label].dataType().simpleString();
  }

  @Override
  public boolean columnsNamed() {
    return !schema.vector();
  }

  @Override
  public int[] categorical() {
    return schema.columns().categorical();
  }

  @Override
  public int features() {
    return vectorSize;
  }

  @Override
  public List<TableVersion> tables() {
    return tables;
  }

  @Override
  public JavaRDD<RawPartition> read(RawOptions options) {
    TableRows rows = new TableRows(schema, vectorSize);
    String ifGone = remedy;
    String cannot =
        String.format(
            Locale.ROOT, "Cannot read %s = %s: ", reader.input().key(), reader.input().path());
    return planned()
        .mapPartitionsWithIndex(
            (split, part) -> readPart(split, part, rows, options, cannot, ifGone), true);
  }

  /** The rows; some data sources check their options only now. */
  private JavaRDD<Row> planned() {
    try {
      JavaRDD<Row> rows = frame.toJavaRDD();
      rows.getNumPartitions();
      return rows;
    } catch (Exception cannot) { // Spark does not declare its checked exceptions
      throw reader.failure(cannot);
    }
  }

  private static Iterator<RawPartition> readPart(
      int split,
      Iterator<Row> part,
      TableRows rows,
      RawOptions options,
      String cannot,
      String remedy) {
    RawPartitionBuilder builder = new RawPartitionBuilder(split, options);
    try {
      long number = 0;
      boolean wanted = true;
      while (wanted && part.hasNext()) {
        wanted = rows.put(part.next(), ++number, builder);
      }
      return List.of(builder.build(0)).iterator();
    } catch (DataException bad) {
      return List.of(builder.failed(bad.getMessage())).iterator();
    } catch (Exception failed) { // Spark does not declare its checked exceptions
      Optional<String> reason = SourceFailure.recurring(failed, cannot);
      if (reason.isEmpty()) {
        throw failed;
      }
      return List.of(builder.failed(reason.get() + remedy)).iterator();
    }
  }
}
