package org.sparksoftmax.data.source;

import java.net.URI;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.data.row.InputFiles;

/** The place that each row comes from, for messages about bad rows. */
public final class RowPlaces {

  /** The metadata column of Spark's file formats and of Delta. */
  private static final String METADATA = "_metadata";

  /** The metadata column of Iceberg. */
  private static final String FILE = "_file";

  private RowPlaces() {}

  /** Returns {@code frame} with a last column for the file of each row, or else for the input. */
  public static Dataset<Row> append(Dataset<Row> frame, InputPaths input) {
    return frame.select(functions.col("*"), place(frame, input));
  }

  private static Column place(Dataset<Row> frame, InputPaths input) {
    List<Attribute> hidden =
        List.copyOf(ScalaValues.asJava(SparkInternals.analyzed(frame).metadataOutput()));
    // A data column of the same name gives the metadata column another one, with more underscores.
    boolean file =
        hidden.stream()
            .anyMatch(
                column ->
                    column.name().endsWith(METADATA)
                        && column.dataType() instanceof StructType type
                        && List.of(type.fieldNames()).contains("file_path"));
    if (file) {
      return frame.metadataColumn(METADATA).getField("file_path");
    }
    boolean iceberg =
        hidden.stream()
            .anyMatch(
                column ->
                    column.name().equals(FILE) && column.dataType().equals(DataTypes.StringType));
    return iceberg ? frame.metadataColumn(FILE) : functions.lit(input.path());
  }

  /**
   * Converts the URI of a file, as Spark reports it, to the path for messages. Of a row from no
   * file, the place is the table or query.
   */
  public static String shown(String file) {
    boolean uri = file.matches("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    return uri ? InputFiles.shown(new Path(URI.create(file)).toString()) : file;
  }
}
