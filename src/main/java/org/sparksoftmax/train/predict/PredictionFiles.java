package org.sparksoftmax.train.predict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.table.CellText;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.output.Replacement;

/** Writes predictions as one data set. */
public final class PredictionFiles {

  /**
   * The name of the file of the classes, a JSON object. Readers such as Spark skip names that begin
   * so, and without a suffix it is not among the {@code *.json} of the parts either.
   */
  public static final String CLASSES = "_classes";

  private static final String SUCCESS = "_SUCCESS";
  private static final ObjectMapper JSON = new ObjectMapper();

  private PredictionFiles() {}

  /** The formats. */
  public enum Format {
    PARQUET,
    CSV,
    JSON
  }

  /**
   * Writes predictions as one data set, replacing any previous one. {@code _SUCCESS} exists only
   * when the data set is complete and contains no other rows.
   *
   * @param model the model that made the predictions
   * @param form the form of their probabilities
   * @param nullValues the texts that stand for a missing value in csv, besides those by default
   */
  public static void write(
      Dataset<Row> predictions,
      SoftmaxModel model,
      Probabilities form,
      Format format,
      OutputDirectory output,
      List<String> nullValues) {
    Path temporary = output.hidden("predictions");
    try {
      JobDescription.run(
          predictions.sparkSession().sparkContext(),
          "writing predictions",
          () -> write(predictions, format, temporary.toString(), nullValues));
      List<String> parts = parts(output, temporary);
      List<String> earlier = parts(output, output.path());
      Replacement.delete(output.fileSystem(), output.path(SUCCESS));
      for (String part : parts) {
        output.publish(new Path(temporary, part), part.replaceFirst("[.]txt$", ".csv"));
      }
      for (String part : earlier) {
        Replacement.delete(output.fileSystem(), output.path(part));
      }
      output.write(CLASSES, classes(model, form));
      output.write(SUCCESS, "");
      output.delete(temporary);
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(), cannot);
    }
  }

  /** The text of {@link #CLASSES}. */
  private static String classes(SoftmaxModel model, Probabilities form) {
    List<String> labels = model.classes().labels();
    ObjectNode node = JSON.createObjectNode();
    labels.forEach(node.putArray("classes")::add);
    node.put("labelType", model.labelType().name());
    if (form == Probabilities.COLUMNS) {
      new PredictionColumns(labels, form).names().forEach(node.putArray("columns")::add);
    }
    node.put("modelSha256", model.sha256());
    return node.toPrettyString() + "\n";
  }

  private static void write(
      Dataset<Row> predictions, Format format, String path, List<String> nullValues) {
    switch (format) {
      case PARQUET -> predictions.write().parquet(path);
      case JSON -> withTexts(predictions).write().option("ignoreNullFields", false).json(path);
      case CSV -> CsvLines.of(asText(withTexts(predictions)), nullValues).write().text(path);
    }
  }

  /**
   * Replaces points in time and bytes by the texts that labels and categories have. Spark's own
   * texts have milliseconds only, and no bytes.
   */
  private static Dataset<Row> withTexts(Dataset<Row> predictions) {
    StructField[] fields = predictions.schema().fields();
    UserDefinedFunction text =
        functions.udf((UDF1<Object, String>) CellText::written, DataTypes.StringType);
    Dataset<Row> numbered = Numbered.of(predictions);
    Column[] columns = Numbered.columns(numbered, predictions.columns());
    for (int c = 0; c < fields.length; c++) {
      DataType type = fields[c].dataType();
      if (CellText.isTime(type) || type instanceof BinaryType) {
        columns[c] = text.apply(numbered.col(Integer.toString(c))).as(fields[c].name());
      }
    }
    return numbered.select(columns);
  }

  private static List<String> parts(OutputDirectory output, Path directory) throws IOException {
    return Arrays.stream(output.fileSystem().listStatus(directory))
        .map(file -> file.getPath().getName())
        .filter(name -> name.startsWith("part-"))
        .toList();
  }

  /**
   * Converts columns for CSV, which has no arrays: probabilities become one string, vectors are
   * omitted.
   */
  private static Dataset<Row> asText(Dataset<Row> predictions) {
    StructField[] fields = predictions.schema().fields();
    Dataset<Row> numbered = Numbered.of(predictions);
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < fields.length; c++) {
      StructField field = fields[c];
      Column column = numbered.col(Integer.toString(c)).as(field.name());
      if (PredictionColumns.PROBABILITY.equals(field.name())) {
        Column text = functions.concat_ws(" ", column.cast("array<string>"));
        columns.add(functions.when(column.isNotNull(), text).as(field.name()));
      } else if (!field.dataType().equals(SQLDataTypes.VectorType())) {
        columns.add(column);
      }
    }
    return numbered.select(columns.toArray(Column[]::new));
  }
}
