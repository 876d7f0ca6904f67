package org.sparksoftmax.data;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.model.FeatureSchema;

/** Files that Spark SQL reads: parquet, orc, json. */
final class TableSource implements RowSource {

  private final Dataset<Row> frame;
  private final StructType type;
  private final TableSchema schema;

  private TableSource(Dataset<Row> frame, StructType type, TableSchema schema) {
    this.frame = frame;
    this.type = type;
    this.schema = schema;
  }

  /**
   * Opens files and resolves their columns.
   *
   * @throws DataException if Spark cannot read them
   */
  static TableSource open(
      String path,
      String key,
      DataConfig config,
      SparkSession spark,
      Optional<FeatureSchema> known,
      boolean labelRequired) {
    String format = config.format().name().toLowerCase(Locale.ROOT);
    Dataset<Row> frame;
    StructType type;
    try {
      frame = spark.read().format(format).option("mode", "FAILFAST").load(path.split(",", -1));
      type = frame.schema();
      frame = frame.select(functions.col("*"), functions.col("_metadata.file_path"));
    } catch (Exception cannot) { // Spark's checked AnalysisException is not declared
      throw unreadable(path, key, cannot);
    }
    TableSchema schema = TableSchema.resolve(type, config, known, labelRequired);
    return new TableSource(frame, type, schema);
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
    return schema.categorical();
  }

  @Override
  public int features() {
    if (!schema.vector()) {
      return 0;
    }
    Row first = frame.select(functions.col(schema.names()[schema.features()[0]])).head();
    return first.get(0) instanceof Vector vector ? vector.size() : 0;
  }

  @Override
  public JavaRDD<RawPartition> read(RawOptions options) {
    TableRows rows = new TableRows(schema);
    return frame
        .toJavaRDD()
        .mapPartitionsWithIndex((split, part) -> readPart(split, part, rows, options), true);
  }

  private static Iterator<RawPartition> readPart(
      int split, Iterator<Row> part, TableRows rows, RawOptions options) {
    RawPartitionBuilder builder = new RawPartitionBuilder(split, options);
    try {
      long number = 0;
      while (part.hasNext()) {
        rows.put(part.next(), ++number, builder);
      }
      return List.of(builder.build()).iterator();
    } catch (DataException bad) {
      return List.of(builder.failed(bad.getMessage())).iterator();
    }
  }

  private static DataException unreadable(String path, String key, Exception cannot) {
    String reason = String.valueOf(cannot.getMessage()).lines().findFirst().orElse("");
    return reason.contains("PATH_NOT_FOUND")
        ? new DataException(
            "Cannot find %s = %s: no file matches (relative paths are taken from the working directory)"
                .formatted(key, path),
            cannot)
        : new DataException("Cannot read %s = %s: %s".formatted(key, path, reason), cannot);
  }
}
