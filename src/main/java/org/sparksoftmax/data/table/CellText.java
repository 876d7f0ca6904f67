package org.sparksoftmax.data.table;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DateTimeText;
import org.sparksoftmax.data.row.LabelText;

/**
 * What cells of Spark SQL hold: text, points in time, numbers. It is the same in every time zone.
 */
public final class CellText {

  private CellText() {}

  /** Whether cells of a type have a text and can be labels and categories. */
  static boolean has(DataType type) {
    return type instanceof StringType
        || type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof BinaryType
        || isTime(type);
  }

  /** Whether cells of a type are dates or points in time. */
  public static boolean isTime(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** Whether cells of a type are vectors or arrays of numbers. */
  public static boolean holdsNumbers(DataType type) {
    return type.equals(SQLDataTypes.VectorType())
        || (type instanceof ArrayType array && array.elementType() instanceof NumericType);
  }

  /**
   * The text of a cell: numbers in their canonical form, dates and times as in ISO 8601 (points in
   * time in UTC), bytes as UTF-8; empty if it is blank.
   *
   * @throws BadRow if bytes are not UTF-8; the message is the part behind the column
   */
  static String of(Object cell) throws BadRow {
    if (cell instanceof String text) {
      return orEmpty(text);
    }
    if (cell instanceof BigDecimal number) {
      return LabelText.canonical(number.toPlainString());
    }
    if (cell instanceof Float number) {
      return LabelText.canonical(Float.toString(number));
    }
    if (cell instanceof Double number) {
      return LabelText.canonical(Double.toString(number));
    }
    if (cell instanceof Number number) {
      return Long.toString(number.longValue());
    }
    if (cell instanceof Boolean truth) {
      return Boolean.toString(truth);
    }
    return cell instanceof byte[] bytes ? orEmpty(utf8(bytes)) : timeText(cell);
  }

  private static String orEmpty(String text) {
    return text.isBlank() ? "" : text;
  }

  /**
   * The text of a cell in files of text: that of {@link #of}, or base64 for bytes that are not
   * UTF-8.
   *
   * @return null for null
   */
  public static String written(Object cell) {
    if (cell == null) {
      return null;
    }
    try {
      return cell instanceof byte[] bytes ? utf8(bytes) : of(cell);
    } catch (BadRow notText) {
      return Base64.getEncoder().encodeToString((byte[]) cell);
    }
  }

  /**
   * The point in time that a cell holds, in UTC.
   *
   * @throws BadRow if a text is not one; the message is the part behind the column
   */
  static LocalDateTime time(Object cell) throws BadRow {
    return cell instanceof String text ? DateTimeText.parse(text.strip()) : timeOf(cell);
  }

  /** The point in time, in UTC, of a cell of a type of dates or times. */
  public static LocalDateTime timeOf(Object cell) {
    if (cell instanceof LocalDate || cell instanceof Date) {
      return date(cell).atStartOfDay();
    }
    return cell instanceof LocalDateTime time
        ? time
        : LocalDateTime.ofInstant(instant(cell), ZoneOffset.UTC);
  }

  private static String timeText(Object cell) {
    if (cell instanceof LocalDate || cell instanceof Date) {
      return date(cell).toString();
    }
    return cell instanceof LocalDateTime time ? time.toString() : instant(cell).toString();
  }

  private static LocalDate date(Object cell) {
    return cell instanceof Date date ? date.toLocalDate() : (LocalDate) cell;
  }

  private static Instant instant(Object cell) {
    return cell instanceof Timestamp time ? time.toInstant() : (Instant) cell;
  }

  private static String utf8(byte[] bytes) throws BadRow {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException bad) {
      throw new BadRow("holds bytes that are not text in UTF-8");
    }
  }
}
