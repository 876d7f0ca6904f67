package org.sparksoftmax.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.SplitReader;
import org.sparksoftmax.data.row.UnreadableFileException;
import org.sparksoftmax.data.text.CsvReader;
import org.sparksoftmax.data.text.CsvSchema;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import scala.Tuple2;

/** Input files read by a {@link SplitReader}: csv, tsv, libsvm, idx, cifar. */
final class FileSource implements RowSource {

  private final JavaSparkContext spark;
  private final List<InputSplit> splits;
  private final SplitReader reader;

  /** The columns; null for data without columns. */
  private final CsvSchema schema;

  private FileSource(
      JavaSparkContext spark, List<InputSplit> splits, SplitReader reader, CsvSchema schema) {
    this.spark = spark;
    this.splits = splits;
    this.reader = reader;
    this.schema = schema;
  }

  /** Creates a source for data without columns. */
  FileSource(JavaSparkContext spark, List<InputSplit> splits, SplitReader reader) {
    this(spark, splits, reader, null);
  }

  /** Creates a source for data with columns. */
  FileSource(JavaSparkContext spark, List<InputSplit> splits, CsvSchema schema) {
    this(spark, splits, new CsvReader(schema), schema);
  }

  List<InputSplit> splits() {
    return splits;
  }

  SplitReader reader() {
    return reader;
  }

  /** The columns; null for data without columns. */
  CsvSchema schema() {
    return schema;
  }

  @Override
  public List<FeatureSchema.InputColumn> columns() {
    return schema == null ? List.of() : schema.columns().inputColumns();
  }

  @Override
  public boolean hasNumericLabels() {
    return schema == null;
  }

  @Override
  public boolean columnsNamed() {
    return schema != null && schema.columns().names() != null;
  }

  @Override
  public int[] categorical() {
    return schema == null ? new int[0] : schema.columns().categorical();
  }

  @Override
  public Optional<LabelIndex> targetClasses() {
    return schema == null
        ? Optional.empty()
        : Optional.ofNullable(schema.columns().targets()).map(TargetColumns::index);
  }

  @Override
  public Optional<StructType> table() {
    return schema == null ? Optional.empty() : Optional.of(schema.table());
  }

  @Override
  public int[] numbers() {
    if (schema == null) {
      return new int[0];
    }
    ColumnSchema columns = schema.columns();
    return IntStream.range(0, columns.features().length)
        .filter(j -> columns.parts()[j].equals(ColumnPart.WHOLE))
        .filter(j -> Arrays.binarySearch(columns.categorical(), j) < 0)
        .map(j -> columns.features()[j])
        .sorted()
        .toArray();
  }

  @Override
  public List<String> places() {
    return splits.stream().map(split -> InputFiles.shown(split.file())).toList();
  }

  @Override
  public JavaRDD<RawPartition> read(RawOptions options) {
    List<Tuple2<Integer, InputSplit>> numbered = new ArrayList<>();
    splits.forEach(split -> numbered.add(new Tuple2<>(numbered.size(), split)));
    SplitReader splitReader = reader;
    // Broadcast, because Spark sends the closure with every task of every evaluation.
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    return spark
        .parallelize(numbered, numbered.size())
        .map(
            split ->
                readSplit(split._1(), split._2(), splitReader, hadoop.value().value(), options));
  }

  private static RawPartition readSplit(
      int number, InputSplit split, SplitReader reader, Configuration hadoop, RawOptions options)
      throws IOException {
    RawPartitionBuilder builder = new RawPartitionBuilder(number, options);
    try {
      reader.read(split, hadoop, builder);
      return builder.build(builder.hasRejected() ? reader.rowsBefore(split, hadoop) : 0);
    } catch (DataException bad) {
      return builder.failed(bad.getMessage());
    } catch (IOException cannot) {
      throw new UnreadableFileException(split.file(), cannot);
    }
  }
}
