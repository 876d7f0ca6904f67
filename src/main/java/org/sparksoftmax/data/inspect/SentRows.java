package org.sparksoftmax.data.inspect;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.source.RowPlaces;
import org.sparksoftmax.data.table.CellText;

/**
 * Takes the first rows of the chosen partitions of a table, and sends their cells as numbers and
 * short texts; of vectors and arrays only the length.
 *
 * @param quota the most rows of a partition
 * @param partitions the number of partitions
 * @param chosen the number of partitions of which rows are taken
 * @param columns the columns of the table
 * @param unparsed whether a column with the text of unreadable records follows them. The last
 *     column is the place
 */
record SentRows(long quota, int partitions, int chosen, StructType columns, boolean unparsed)
    implements MapPartitionsFunction<Row, Row>, Serializable {

  private static final int MAX_TEXT = 400;

  /** What is sent of bytes that are not text in UTF-8; no text has a character like its first. */
  static final String NOT_TEXT = "\uFFFFbytes";

  /** The columns behind the cells: whether the record is unreadable, and the place of the row. */
  static final int MORE = 2;

  /** The type of the rows that are sent. The place is null where it is not needed. */
  StructType type() {
    StructType type = new StructType();
    for (int column = 0; column < columns.size(); column++) {
      type = type.add("c" + column, cellType(columns.fields()[column].dataType()), true);
    }
    return type.add("unparsed", DataTypes.BooleanType, false)
        .add("place", DataTypes.StringType, true);
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

  static boolean isFractional(DataType type) {
    return type instanceof DoubleType
        || type instanceof FloatType
        || (type instanceof DecimalType decimal && decimal.scale() > 0);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    long partition = TaskContext.getPartitionId();
    // Of every partitions / chosen consecutive partitions, the first is chosen.
    boolean wanted =
        partition == 0 || partition * chosen / partitions != (partition - 1) * chosen / partitions;
    int[] lengths = new int[columns.size()];
    Arrays.fill(lengths, -1);
    return new Iterator<>() {
      private long taken;

      @Override
      public boolean hasNext() {
        return wanted && taken < quota && rows.hasNext();
      }

      @Override
      public Row next() {
        taken++;
        return sent(rows.next(), taken, lengths);
      }
    };
  }

  /**
   * @param lengths the length of the first vector or array of each column so far; −1 without one
   */
  private Row sent(Row row, long number, int[] lengths) {
    int width = columns.size();
    Object[] sent = new Object[width + MORE];
    boolean bad = unparsed && row.get(width) != null;
    boolean placed = bad;
    for (int column = 0; column < width && !bad; column++) {
      sent[column] = cell(row.get(column), columns.fields()[column].dataType());
      if (sent[column] instanceof Integer length) {
        placed |= length != lengths[column];
        lengths[column] = lengths[column] < 0 ? length : lengths[column];
      }
      placed |= NOT_TEXT.equals(sent[column]);
    }
    sent[width] = bad;
    if (placed) {
      String file = RowPlaces.shown(row.getString(row.size() - 1));
      sent[width + 1] = String.format(Locale.ROOT, "%s: row %d of its part", file, number);
    }
    return RowFactory.create(sent);
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
      try {
        return text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException bad) {
        return NOT_TEXT;
      }
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
