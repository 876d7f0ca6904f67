package org.sparksoftmax.data.inspect;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.table.CellText;
import org.sparksoftmax.data.table.TableSource;

/**
 * Profiles a sample of a table. Executors send cells as numbers and short texts; of vectors and
 * arrays only the length.
 */
final class TableSample {

  private static final int MAX_PARTITIONS = 64;
  private static final int MAX_TEXT = 400;

  private TableSample() {}

  /**
   * Reads rows of the training data.
   *
   * @throws org.sparksoftmax.data.row.DataException if Spark cannot read it
   */
  static DataProfile read(DataConfig config, SampleSize size, SparkSession spark) {
    return read(TableSource.table(InputPaths.training(config), config, spark), size);
  }

  /** Reads rows from partitions that are spread evenly over the table. */
  static DataProfile read(Dataset<Row> table, SampleSize size) {
    StructField[] fields = table.schema().fields();
    long known = table.limit((int) Math.min(Integer.MAX_VALUE - 1L, size.rows()) + 1).count();
    boolean whole = known <= size.rows();
    int partitions = table.rdd().getNumPartitions();
    int chosen = whole ? partitions : Math.min(MAX_PARTITIONS, partitions);
    long quota = whole ? size.rows() : Math.max(1, size.rows() / Math.max(1, chosen));
    StructType type = new StructType();
    for (int column = 0; column < fields.length; column++) {
      type = type.add("c" + column, cellType(fields[column].dataType()), true);
    }
    ColumnProfiler[] profilers = new ColumnProfiler[fields.length];
    Arrays.setAll(profilers, column -> new ColumnProfiler(size.distinctLimit(fields.length)));
    int[] lengths = new int[fields.length];
    Iterator<Row> rows =
        table
            .mapPartitions(new Take(quota, partitions, chosen, table.schema()), Encoders.row(type))
            .toLocalIterator();
    long count = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      count++;
      for (int column = 0; column < fields.length; column++) {
        add(profilers[column], row.get(column));
        if (row.get(column) instanceof Integer length && lengths[column] == 0) {
          lengths[column] = length;
        }
      }
    }
    List<ColumnProfile> columns = new ArrayList<>();
    for (int column = 0; column < fields.length; column++) {
      columns.add(profile(profilers[column], fields[column], column, lengths[column]));
    }
    return new DataProfile(columns, count, whole, false, 0, List.of(), List.of());
  }

  private static void add(ColumnProfiler profiler, Object cell) {
    if (cell == null) {
      profiler.addMissing();
    } else if (cell instanceof Double number) {
      profiler.add(number.doubleValue());
    } else if (cell instanceof Number integer) {
      profiler.add(integer.longValue());
    } else {
      profiler.add((String) cell);
    }
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
      ColumnKind kind = isFractional(type) ? ColumnKind.NUMBER : ColumnKind.INTEGER;
      return profiler.ofType(name, column, kind, type.simpleString());
    }
    return profiler.ofType(name, column, ColumnKind.OTHER, type.simpleString());
  }

  private static boolean isFractional(DataType type) {
    return type instanceof DoubleType
        || type instanceof FloatType
        || (type instanceof DecimalType decimal && decimal.scale() > 0);
  }

  /** The type in which a cell is sent. */
  private static DataType cellType(DataType type) {
    if (CellText.holdsNumbers(type)) {
      return DataTypes.IntegerType;
    }
    if (CellText.isTime(type) || isFractional(type)) {
      return DataTypes.DoubleType;
    }
    return type instanceof NumericType ? DataTypes.LongType : DataTypes.StringType;
  }

  /** Takes the first rows of the chosen partitions. */
  private record Take(long quota, int partitions, int chosen, StructType type)
      implements MapPartitionsFunction<Row, Row>, Serializable {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      long partition = TaskContext.getPartitionId();
      // Of every partitions / chosen consecutive partitions, the first is chosen.
      boolean wanted =
          partition == 0
              || partition * chosen / partitions != (partition - 1) * chosen / partitions;
      return new Iterator<>() {
        private long taken;

        @Override
        public boolean hasNext() {
          return wanted && taken < quota && rows.hasNext();
        }

        @Override
        public Row next() {
          taken++;
          return cells(rows.next());
        }
      };
    }

    private Row cells(Row row) {
      Object[] cells = new Object[row.size()];
      for (int column = 0; column < cells.length; column++) {
        cells[column] = cell(row.get(column), type.fields()[column].dataType());
      }
      return RowFactory.create(cells);
    }

    private static Object cell(Object value, DataType type) {
      if (value == null) {
        return null;
      }
      DataType sent = cellType(type);
      if (sent.equals(DataTypes.IntegerType)) {
        return value instanceof Vector vector
            ? vector.size()
            : ((scala.collection.Seq<?>) value).size();
      }
      if (sent.equals(DataTypes.DoubleType)) {
        return value instanceof Number number
            ? number.doubleValue()
            : Cells.seconds(CellText.timeOf(value));
      }
      if (sent.equals(DataTypes.LongType)) {
        return value instanceof BigDecimal decimal
            ? decimal.longValue()
            : ((Number) value).longValue();
      }
      return text(value);
    }

    private static Object text(Object value) {
      if (value instanceof byte[] bytes) {
        return text(new String(bytes, StandardCharsets.UTF_8));
      }
      if (value instanceof Boolean truth) {
        return truth ? "true" : "false";
      }
      if (value instanceof String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
      }
      return "(value)"; // of a type that is not read
    }
  }
}
