package org.sparksoftmax.data.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.layout.LabelIndex;

/** Input files read by Spark SQL: parquet, orc, json. */
public final class TableSource implements RowSource {

  /** The column for lines that are not JSON objects. */
  private static final String UNPARSED = "softmax-unparsed-line";

  private final Dataset<Row> frame;
  private final StructType type;
  private final TableSchema schema;
  private final int vectorSize;

  private TableSource(Dataset<Row> frame, StructType type, TableSchema schema, int vectorSize) {
    this.frame = frame;
    this.type = type;
    this.schema = schema;
    this.vectorSize = vectorSize;
  }

  /**
   * Opens files and resolves their columns.
   *
   * @throws DataException if Spark cannot read them
   */
  public static TableSource open(
      InputPaths input, DataConfig config, SparkSession spark, ReadPurpose purpose) {
    Dataset<Row> frame;
    StructType type;
    try {
      boolean lenient =
          config.format() == DataFormat.JSON && config.badRows().policy() != BadRows.Policy.FAIL;
      frame = lenient ? lenientJson(input, spark) : strict(input, config.format(), spark);
      List<StructField> fields = new ArrayList<>(List.of(frame.schema().fields()));
      fields.removeIf(field -> field.name().equals(UNPARSED));
      type = new StructType(fields.toArray(StructField[]::new));
      frame = frame.select(functions.col("*"), functions.col("_metadata.file_path"));
    } catch (Exception cannot) { // Spark does not declare its checked AnalysisException
      throw unreadable(input, cannot);
    }
    if (type.isEmpty()) {
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read %s = %s: it has no columns", input.key(), input.path()));
    }
    Dataset<Row> rows = frame;
    String[] names = type.fieldNames();
    TableSchema schema =
        TableSchema.resolve(
            type,
            config,
            purpose,
            column -> CellReader.firstLength(rows, functions.col(names[column])));
    int vectorSize =
        schema.vector()
            ? CellReader.firstLength(rows, functions.col(names[schema.columns().features()[0]]))
            : 0;
    return new TableSource(rows, type, schema, vectorSize);
  }

  private static Dataset<Row> strict(InputPaths input, DataFormat format, SparkSession spark) {
    return spark
        .read()
        .format(format.name().toLowerCase(Locale.ROOT))
        .option("mode", "FAILFAST")
        .load(paths(input));
  }

  /** Reads JSON; lines that are not JSON objects go to an additional last column. */
  private static Dataset<Row> lenientJson(InputPaths input, SparkSession spark) {
    Map<String, String> options =
        Map.of("mode", "PERMISSIVE", "columnNameOfCorruptRecord", UNPARSED);
    StructType parsed = new StructType();
    for (StructField field : spark.read().options(options).json(paths(input)).schema().fields()) {
      parsed = field.name().equals(UNPARSED) ? parsed : parsed.add(field);
    }
    StructType type = parsed.add(UNPARSED, DataTypes.StringType, true);
    return spark.read().options(options).schema(type).json(paths(input));
  }

  private static String[] paths(InputPaths input) {
    return input.path().split(",", -1);
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
  public List<String> columns() {
    return schema.featureNames();
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
  public JavaRDD<RawPartition> read(RawOptions options) {
    TableRows rows = new TableRows(schema, vectorSize);
    return frame
        .toJavaRDD()
        .mapPartitionsWithIndex((split, part) -> readPart(split, part, rows, options), true);
  }

  private static Iterator<RawPartition> readPart(
      int split, Iterator<Row> part, TableRows rows, RawOptions options) {
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
    }
  }

  private static DataException unreadable(InputPaths input, Exception cannot) {
    String reason = String.valueOf(cannot.getMessage()).lines().findFirst().orElse("");
    return reason.contains("PATH_NOT_FOUND")
        ? new DataException(
            String.format(
                Locale.ROOT,
                "Cannot find %s = %s: no file matches (relative paths are taken from the working directory)",
                input.key(),
                input.path()),
            cannot)
        : new DataException(
            String.format(
                Locale.ROOT, "Cannot read %s = %s: %s", input.key(), input.path(), reason),
            cannot);
  }
}
