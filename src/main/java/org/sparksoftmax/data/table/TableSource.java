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

/** Rows read by Spark SQL: files such as parquet, tables, queries and other data sources. */
public final class TableSource implements RowSource {

  private final Dataset<Row> frame;
  private final StructType type;
  private final TableSchema schema;
  private final int vectorSize;
  private final List<TableVersion> tables;

  private TableSource(
      Dataset<Row> frame,
      StructType type,
      TableSchema schema,
      int vectorSize,
      List<TableVersion> tables) {
    this.frame = frame;
    this.type = type;
    this.schema = schema;
    this.vectorSize = vectorSize;
    this.tables = tables;
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
    boolean lenient =
        config.format().equals(DataFormat.JSON)
            && (config.badRows().policy() != BadRows.Policy.FAIL || !purpose.labelled());
    SourceReader.Opened opened =
        new SourceReader(input, config.format(), spark, lenient, begun).open();
    List<StructField> fields = new ArrayList<>(List.of(opened.frame().schema().fields()));
    fields.removeIf(field -> field.name().equals(SourceReader.UNPARSED));
    StructType type = new StructType(fields.toArray(StructField[]::new));
    if (type.isEmpty()) {
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read %s = %s: it has no columns", input.key(), input.path()));
    }
    Dataset<Row> rows = RowPlaces.append(opened.frame(), input);
    TableSchema schema =
        TableSchema.resolve(type, config, purpose, column -> CellReader.firstLength(rows, column));
    int vectorSize =
        schema.vector() ? CellReader.firstLength(rows, schema.columns().features()[0]) : 0;
    return new TableSource(rows, type, schema, vectorSize, opened.tables());
  }

  /**
   * Opens a table without resolving its columns.
   *
   * @throws DataException if Spark cannot read it
   */
  public static Dataset<Row> table(InputPaths input, DataConfig config, SparkSession spark) {
    return new SourceReader(input, config.format(), spark, false, TableVersions.NONE)
        .open()
        .frame();
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
    } catch (Exception failed) { // Spark does not declare its checked exceptions
      Optional<String> otherType = SourceFailure.otherType(failed);
      if (otherType.isEmpty()) {
        throw failed;
      }
      return List.of(builder.failed(otherType.get())).iterator();
    }
  }
}
