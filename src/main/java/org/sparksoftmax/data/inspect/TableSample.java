package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.table.CellText;
import org.sparksoftmax.data.table.TableSource;
import org.sparksoftmax.text.Count;

/** Profiles a sample of a table. */
final class TableSample {

  private static final int MAX_PARTITIONS = 64;

  /** The most bad rows that are reported. */
  private static final int MAX_BAD = 5;

  private final StructField[] fields;
  private final ColumnProfiler[] profilers;

  /** The length of the first vector or array of each column; −1 without one. */
  private final int[] lengths;

  private final List<String> bad = new ArrayList<>();
  private long rows;
  private long badRows;

  private TableSample(StructField[] fields, SampleSize size) {
    this.fields = fields;
    this.profilers = new ColumnProfiler[fields.length];
    Arrays.setAll(profilers, column -> new ColumnProfiler(size.distinctLimit(fields.length)));
    this.lengths = new int[fields.length];
    Arrays.fill(lengths, -1);
  }

  /**
   * Reads rows of the training data, from partitions that are spread evenly over the table.
   *
   * @throws org.sparksoftmax.data.row.DataException if Spark cannot read it
   */
  static DataProfile read(DataConfig config, SampleSize size, SparkSession spark) {
    TableSource.Rows source = TableSource.rows(InputPaths.training(config), config, spark);
    Dataset<Row> table = source.frame();
    long known = table.limit((int) Math.min(Integer.MAX_VALUE - 1L, size.rows()) + 1).count();
    boolean whole = known <= size.rows();
    int partitions = table.rdd().getNumPartitions();
    int chosen = whole ? partitions : Math.min(MAX_PARTITIONS, partitions);
    long quota = whole ? size.rows() : Math.max(1, size.rows() / Math.max(1, chosen));
    SentRows sent = new SentRows(quota, partitions, chosen, source.columns(), source.unparsed());
    TableSample sample = new TableSample(source.columns().fields(), size);
    table
        .mapPartitions(sent, Encoders.row(sent.type()))
        .toLocalIterator()
        .forEachRemaining(sample::add);
    return sample.profile(whole);
  }

  private void add(Row row) {
    String place = row.getString(fields.length + SentRows.MORE - 1);
    if (row.getBoolean(fields.length)) {
      badRows++;
      if (bad.size() < MAX_BAD) {
        bad.add(place + ": " + TableSource.NOT_AN_OBJECT);
      }
      return;
    }
    rows++;
    for (int column = 0; column < fields.length; column++) {
      add(column, row.get(column), place);
    }
  }

  private void add(int column, Object cell, String place) {
    ColumnProfiler profiler = profilers[column];
    if (cell instanceof Integer length) {
      lengths[column] = lengths[column] < 0 ? length : lengths[column];
      if (length != lengths[column]) {
        profiler.addUnreadable(Count.of(length, "value"), place);
        return;
      }
    }
    if (SentRows.NOT_TEXT.equals(cell)) {
      profiler.addUnreadable("", place);
      return;
    }
    add(profiler, cell);
  }

  private static void add(ColumnProfiler profiler, Object cell) {
    if (cell == null || (cell instanceof String text && text.isBlank())) {
      profiler.addMissing(); // as in training; other texts stay texts
    } else if (cell instanceof Double number) {
      profiler.add(number.doubleValue());
    } else if (cell instanceof Number integer) {
      profiler.add(integer.longValue());
    } else {
      profiler.add((String) cell);
    }
  }

  private DataProfile profile(boolean whole) {
    List<ColumnProfile> columns = new ArrayList<>();
    for (int column = 0; column < fields.length; column++) {
      columns.add(profile(profilers[column], fields[column], column, Math.max(0, lengths[column])));
    }
    return new DataProfile(
        columns, rows, whole, false, new DataProfile.Unread(badRows, bad, 0, false), List.of());
  }

  private static ColumnProfile profile(
      ColumnProfiler profiler, StructField field, int column, int length) {
    DataType type = field.dataType();
    String name = field.name();
    if (CellText.holdsNumbers(type)) {
      return profiler.ofType(name, column, ColumnKind.VECTOR, "vector of " + length);
    }
    if (type instanceof StringType || type instanceof BinaryType) {
      return profiler.ofTableText(name, column);
    }
    if (type instanceof BooleanType) {
      return profiler.ofType(name, column, ColumnKind.BOOLEAN, "boolean");
    }
    if (type instanceof DateType) {
      return profiler.ofType(name, column, ColumnKind.DATE, "date");
    }
    if (CellText.isTime(type)) {
      return profiler.ofType(name, column, ColumnKind.TIMESTAMP, "timestamp");
    }
    if (type instanceof StructType) {
      return profiler.ofType(name, column, ColumnKind.STRUCT, type.simpleString());
    }
    if (type instanceof NumericType) {
      ColumnKind kind = SentRows.isFractional(type) ? ColumnKind.NUMBER : ColumnKind.INTEGER;
      return profiler.ofType(name, column, kind, type.simpleString());
    }
    return profiler.ofType(name, column, ColumnKind.OTHER, type.simpleString());
  }
}
