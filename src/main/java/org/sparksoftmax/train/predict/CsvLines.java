package org.sparksoftmax.train.predict;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.CsvDialect;

/**
 * The rows of a table as lines of csv as in RFC 4180. Spark's own writer escapes quotes with a
 * backslash, which most tools do not understand, and drops blanks around cells.
 *
 * <p>Text is quoted if a reader would not return it as it is: if it has a delimiter, quotes, line
 * ends or blanks at its ends, or if it is empty or stands for a missing value. A null is an empty
 * cell without quotes.
 */
final class CsvLines {
  private static final String SPECIAL = "[\",\r\n]|^\\s|\\s$|^$";
  private static final Pattern SPECIAL_PATTERN = Pattern.compile(SPECIAL);
  private static final String QUOTE = "\"";

  private CsvLines() {}

  /**
   * Returns the lines; those of each part that has rows begin with a header.
   *
   * @param nullValues the texts that stand for a missing value, besides those by default
   */
  static Dataset<String> of(Dataset<Row> table, List<String> nullValues) {
    Set<String> quoted = new HashSet<>(CsvDialect.DEFAULT.nullValues());
    quoted.addAll(nullValues);
    StructField[] fields = table.schema().fields();
    String header =
        Stream.of(fields).map(field -> cell(field.name(), quoted)).collect(Collectors.joining(","));
    List<Column> cells = new ArrayList<>();
    for (StructField field : fields) {
      if (!cells.isEmpty()) {
        cells.add(lit(","));
      }
      cells.add(cell(field, quoted));
    }
    return table
        .select(concat(cells.toArray(Column[]::new)))
        .as(Encoders.STRING())
        .mapPartitions(
            (Iterator<String> rows) -> new PartIterator(header, rows), Encoders.STRING());
  }

  private static Column cell(StructField field, Set<String> nullValues) {
    Column value = col("`" + field.name().replace("`", "``") + "`");
    Column text =
        field.dataType() instanceof StringType
            ? value
            : field.dataType() instanceof ArrayType
                    || field.dataType() instanceof MapType
                    || field.dataType() instanceof StructType
                ? to_json(value)
                : to_csv(struct(value), Map.of());
    Column quoted = concat(lit(QUOTE), replace(text, lit(QUOTE), lit("\"\"")), lit(QUOTE));
    Column special = text.rlike(SPECIAL).or(text.isInCollection(nullValues));
    return when(value.isNull(), lit("")).when(special, quoted).otherwise(text);
  }

  private static String cell(String name, Set<String> nullValues) {
    return SPECIAL_PATTERN.matcher(name).find() || nullValues.contains(name)
        ? QUOTE + name.replace(QUOTE, "\"\"") + QUOTE
        : name;
  }

  /** The header, if this is the first part or has rows, then the rows. */
  private static final class PartIterator implements Iterator<String> {
    private final Iterator<String> rows;
    private String header;

    PartIterator(String header, Iterator<String> rows) {
      this.rows = rows;
      this.header = rows.hasNext() || TaskContext.getPartitionId() == 0 ? header : null;
    }

    @Override
    public boolean hasNext() {
      return header != null || rows.hasNext();
    }

    @Override
    public String next() {
      if (header == null) {
        return rows.next();
      }
      String line = header;
      header = null;
      return line;
    }
  }
}
