package org.sparksoftmax.train.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.PredictionInput;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.source.CaseSensitiveSession;
import org.sparksoftmax.data.table.CellText;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.output.Replacement;
import org.sparksoftmax.train.pass.LogitScorer;

/**
 * Writes predictions: the kept columns of the input, then {@code prediction} (the label) and {@code
 * probability} (one entry per class, in class order). A row that cannot be scored has neither, but
 * a {@code reason}.
 */
public final class Predictor {

  private static final String PREDICTION = "prediction";
  private static final String PROBABILITY = "probability";
  private static final String REASON = "reason";
  private static final String SUCCESS = "_SUCCESS";

  private final SparkSession spark;
  private final SoftmaxModel model;

  public Predictor(SparkSession spark, SoftmaxModel model) {
    this.spark = spark;
    this.model = model;
  }

  /** The output formats. */
  public enum Format {
    PARQUET,
    CSV,
    JSON
  }

  /** Returns the kept columns of the input with the predictions. */
  public Dataset<Row> predict(PredictionInput input) {
    String[] labels = model.classes().labels().toArray(String[]::new);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<double[]> dense = context.broadcast(model.logitParameters(WeightOrder.CLASS_MAJOR));
    ParameterLayout classMajor = model.layout(WeightOrder.CLASS_MAJOR);
    JavaRDD<Row> rows =
        input
            .batches()
            .mapPartitions(
                batches -> {
                  BatchPredictor predictor =
                      new BatchPredictor(labels, new LogitScorer(classMajor, dense.value()));
                  return new RowIterator(batches, predictor);
                });
    StructType type =
        freeNames(input.columns())
            .add(PREDICTION, DataTypes.StringType, true)
            .add(PROBABILITY, DataTypes.createArrayType(DataTypes.DoubleType, false), true)
            .add(REASON, DataTypes.StringType, true);
    SparkSession session =
        CaseSensitiveSession.needs(type) ? CaseSensitiveSession.of(spark) : spark;
    return session.createDataFrame(rows, type);
  }

  /**
   * Writes predictions as one data set, replacing any previous one. {@code _SUCCESS} exists only
   * when the data set is complete and contains no other files.
   *
   * @param nullValues the texts that stand for a missing value in csv, besides those by default
   */
  public static void write(
      Dataset<Row> predictions, Format format, OutputDirectory output, List<String> nullValues) {
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
      output.write(SUCCESS, "");
      output.delete(temporary);
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(), cannot);
    }
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
    Dataset<Row> numbered = predictions.toDF(numbers(fields.length));
    Column[] columns = new Column[fields.length];
    for (int c = 0; c < fields.length; c++) {
      Column column = numbered.col(Integer.toString(c));
      DataType type = fields[c].dataType();
      boolean asText = CellText.isTime(type) || type instanceof BinaryType;
      columns[c] = (asText ? text.apply(column) : column).as(fields[c].name());
    }
    return numbered.select(columns);
  }

  /** Names for columns whose own names may have dots, or differ in case only. */
  private static String[] numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
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
    Dataset<Row> numbered = predictions.toDF(numbers(fields.length));
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < fields.length; c++) {
      StructField field = fields[c];
      Column column = numbered.col(Integer.toString(c)).as(field.name());
      if (PROBABILITY.equals(field.name())) {
        Column text = functions.concat_ws(" ", column.cast("array<string>"));
        columns.add(functions.when(column.isNotNull(), text).as(PROBABILITY));
      } else if (!field.dataType().equals(SQLDataTypes.VectorType())) {
        columns.add(column);
      }
    }
    return numbered.select(columns.toArray(Column[]::new));
  }

  /**
   * Adds the prefix {@code input_} to input columns that share their name with an output column.
   */
  private static StructType freeNames(StructType columns) {
    Set<String> taken = new HashSet<>(List.of(columns.fieldNames()));
    StructType free = new StructType();
    for (StructField field : columns.fields()) {
      String name = field.name();
      if (List.of(PREDICTION, PROBABILITY, REASON).contains(name)) {
        do {
          name = "input_" + name;
        } while (!taken.add(name));
      }
      free = free.add(name, field.dataType(), true);
    }
    return free;
  }

  /** Iterates over the rows of consecutive batches. */
  private static final class RowIterator implements Iterator<Row> {
    private final Iterator<PredictionInput.Batch> batches;
    private final BatchPredictor predictor;
    private Iterator<Row> current = List.<Row>of().iterator();

    RowIterator(Iterator<PredictionInput.Batch> batches, BatchPredictor predictor) {
      this.batches = batches;
      this.predictor = predictor;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && batches.hasNext()) {
        current = predictor.rows(batches.next()).iterator();
      }
      return current.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("No more rows");
      }
      return current.next();
    }
  }

  /** Predicts the rows of a batch. */
  private static final class BatchPredictor {
    private final String[] labels;
    private final LogitScorer scorer;

    BatchPredictor(String[] labels, LogitScorer scorer) {
      this.labels = labels;
      this.scorer = scorer;
    }

    List<Row> rows(PredictionInput.Batch batch) {
      FeatureBlock x = batch.features();
      double[] logits = new double[x == null ? 0 : x.rows() * labels.length];
      if (x != null) {
        scorer.logitsInto(x, logits);
      }
      List<Row> rows = new ArrayList<>(batch.kept().length);
      int offset = 0;
      for (int i = 0; i < batch.kept().length; i++) {
        Object[] kept = batch.kept()[i];
        String reason = batch.reasons()[i];
        if (reason == null) {
          rows.add(row(kept, logits, offset));
          offset += labels.length;
        } else {
          Object[] cells = Arrays.copyOf(kept, kept.length + 3, Object[].class);
          cells[kept.length + 2] = reason;
          rows.add(RowFactory.create(cells));
        }
      }
      return rows;
    }

    private Row row(Object[] kept, double[] logits, int offset) {
      int prediction = SoftmaxCrossEntropy.largest(logits, offset, labels.length);
      SoftmaxCrossEntropy.softmaxInPlace(logits, offset, labels.length);
      Object[] cells = Arrays.copyOf(kept, kept.length + 3, Object[].class);
      cells[kept.length] = labels[prediction];
      cells[kept.length + 1] =
          Arrays.stream(logits, offset, offset + labels.length).boxed().toArray(Double[]::new);
      return RowFactory.create(cells);
    }
  }
}
