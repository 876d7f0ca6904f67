package org.sparksoftmax.train.predict;

import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables whose columns are found by position, because names may have dots or differ in case. */
final class Numbered {

  private Numbered() {}

  /** The table with the names 0, 1 and so on. */
  static Dataset<Row> of(Dataset<Row> table) {
    return table.toDF(
        IntStream.range(0, table.columns().length)
            .mapToObj(Integer::toString)
            .toArray(String[]::new));
  }

  /** The columns of a numbered table with their names. */
  static Column[] columns(Dataset<Row> numbered, String[] names) {
    return IntStream.range(0, names.length)
        .mapToObj(c -> numbered.col(Integer.toString(c)).as(names[c]))
        .toArray(Column[]::new);
  }
}
