package org.sparksoftmax.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Files that a {@link SplitReader} of ours reads: csv, tsv, libsvm, idx, cifar. */
final class FileSource implements RowSource {

  private final JavaSparkContext spark;
  private final List<InputSplit> splits;
  private final SplitReader reader;
  private final List<String> columns;
  private final boolean columnsNamed;
  private final int[] categorical;
  private final Optional<StructType> table;

  /** Data without columns. */
  FileSource(JavaSparkContext spark, List<InputSplit> splits, SplitReader reader) {
    this(spark, splits, reader, List.of(), false, new int[0], Optional.empty());
  }

  /**
   * Data with columns.
   *
   * @param table type of all cells of a row
   */
  FileSource(
      JavaSparkContext spark,
      List<InputSplit> splits,
      SplitReader reader,
      List<String> columns,
      boolean columnsNamed,
      int[] categorical,
      Optional<StructType> table) {
    this.spark = spark;
    this.splits = splits;
    this.reader = reader;
    this.columns = List.copyOf(columns);
    this.columnsNamed = columnsNamed;
    this.categorical = categorical;
    this.table = table;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean columnsNamed() {
    return columnsNamed;
  }

  @Override
  public int[] categorical() {
    return categorical;
  }

  @Override
  public Optional<StructType> table() {
    return table;
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
    // A broadcast: the closure stays in the lineage and is sent with every task of every
    // evaluation.
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
    }
  }
}
