package org.sparksoftmax.data.source;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;

/**
 * Refuses Parquet files of which Spark would read other numbers than they have. It takes the types
 * of columns from one file, and of the others checks only that they store integers too: a decimal
 * 0.25 is read as 25, a date as its number of days, and an integer that is too large loses bits.
 */
final class ParquetIntegers {

  private ParquetIntegers() {}

  /**
   * Compares the types in all files with those of {@code frame}.
   *
   * @throws DataException if Spark would read other numbers from a file
   */
  static void requireSame(Dataset<Row> frame) {
    String[] files = frame.inputFiles();
    StructType table = frame.schema();
    if (files.length < 2 || Arrays.stream(table.fields()).noneMatch(ParquetIntegers::isNumber)) {
      return;
    }
    SparkContext context = frame.sparkSession().sparkContext();
    SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    int tasks = Math.min(files.length, 10 * context.defaultParallelism());
    List<String> found =
        JobDescription.during(
            context,
            "compare the column types of Parquet files",
            () ->
                JavaSparkContext.fromSparkContext(context)
                    .parallelize(Arrays.asList(files), tasks)
                    .flatMap(file -> mismatch(file, table, hadoop.value()).stream().iterator())
                    .collect());
    if (!found.isEmpty()) {
      throw new DataException(found.get(0));
    }
  }

  /** Whether a column has numbers other than decimals, which Spark compares itself. */
  private static boolean isNumber(StructField field) {
    DataType type = element(field.dataType());
    return type instanceof NumericType && !(type instanceof DecimalType);
  }

  /** The number of bits of the integers that numbers of this type can be. */
  private static int bits(DataType number) {
    return number instanceof ByteType
        ? Byte.SIZE
        : number instanceof ShortType
            ? Short.SIZE
            : number instanceof IntegerType ? Integer.SIZE : Long.SIZE;
  }

  private static DataType element(DataType type) {
    return type instanceof ArrayType array ? element(array.elementType()) : type;
  }

  /** The message about the first column of a file that Spark would read as other numbers. */
  private static Optional<String> mismatch(String file, StructType table, Configuration hadoop) {
    Path path = new Path(URI.create(file));
    MessageType schema;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      schema = reader.getFileMetaData().getSchema();
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty(); // the reader rejects it
    }
    return Arrays.stream(table.fields())
        .filter(ParquetIntegers::isNumber)
        .flatMap(
            column ->
                field(schema, column.name())
                    .flatMap(ParquetIntegers::element)
                    .flatMap(stored -> wrong(stored, bits(element(column.dataType()))))
                    .map(
                        type ->
                            SourceFailure.otherType(
                                column.name(), type, column.dataType().simpleString()))
                    .stream())
        .findFirst()
        .map(
            why ->
                String.format(
                    Locale.ROOT, "Cannot read %s: %s", InputFiles.shown(path.toString()), why));
  }

  /** The field of this name, in the first case that occurs. */
  private static Optional<Type> field(MessageType schema, String name) {
    return schema.containsField(name)
        ? Optional.of(schema.getType(name))
        : schema.getFields().stream()
            .filter(field -> field.getName().equalsIgnoreCase(name))
            .findFirst();
  }

  /** The type of a number or of the elements of an array; empty for other structures. */
  private static Optional<PrimitiveType> element(Type type) {
    Type inner = type;
    while (!inner.isPrimitive()) {
      if (inner.asGroupType().getFieldCount() != 1) {
        return Optional.empty();
      }
      inner = inner.asGroupType().getType(0);
    }
    return Optional.of(inner.asPrimitiveType());
  }

  /** The type that is stored as an integer and that would be read as another number, in words. */
  private static Optional<String> wrong(PrimitiveType stored, int bits) {
    PrimitiveTypeName storage = stored.getPrimitiveTypeName();
    if (storage != PrimitiveTypeName.INT32 && storage != PrimitiveTypeName.INT64) {
      return Optional.empty(); // Spark compares these itself
    }
    int width = storage == PrimitiveTypeName.INT32 ? Integer.SIZE : Long.SIZE;
    LogicalTypeAnnotation meaning = stored.getLogicalTypeAnnotation();
    if (meaning == null) {
      return width <= bits ? Optional.empty() : Optional.of("int" + width);
    }
    if (meaning instanceof IntLogicalTypeAnnotation integer) {
      int needed = integer.isSigned() ? integer.getBitWidth() : integer.getBitWidth() + 1;
      return needed <= bits
          ? Optional.empty()
          : Optional.of((integer.isSigned() ? "int" : "uint") + integer.getBitWidth());
    }
    return Optional.of(meaning.toString().toLowerCase(Locale.ROOT));
  }
}
