package org.sparksoftmax.train.predict;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.PredictionInput;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.source.CaseSensitiveSession;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.LabelType;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.pass.LogitScorer;

/**
 * Predicts rows: the kept columns of the input, then {@code prediction} (the label, of the type
 * that it has in the training rows), the probabilities, and {@code reason}. A row that cannot be
 * scored has a reason, and neither prediction nor probabilities.
 *
 * <p>Columns of a text file that the model reads as numbers are numbers, whatever a file has in
 * them; a cell that is none is null. All other columns of a text file are text.
 */
public final class Predictor {

  private final SparkSession spark;
  private final SoftmaxModel model;
  private final PredictionColumns columns;

  /** Creates a predictor whose probabilities are an array. */
  public Predictor(SparkSession spark, SoftmaxModel model) {
    this(spark, model, Probabilities.ARRAY);
  }

  /**
   * Creates a predictor.
   *
   * @throws org.sparksoftmax.config.ConfigException if the model has too many classes for a column
   *     each
   */
  public Predictor(SparkSession spark, SoftmaxModel model, Probabilities form) {
    this.spark = spark;
    this.model = model;
    this.columns = new PredictionColumns(model.classes().labels(), form);
  }

  /** Returns the kept columns of the input with the predictions. */
  public Dataset<Row> predict(PredictionInput input) {
    String[] labels = model.classes().labels().toArray(String[]::new);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<double[]> dense = context.broadcast(model.logitParameters(WeightOrder.CLASS_MAJOR));
    ParameterLayout classMajor = model.layout(WeightOrder.CLASS_MAJOR);
    Cells cells = new Cells(input.numbers(), labels, columns.size(), columns.form());
    JavaRDD<Row> rows =
        input
            .batches()
            .mapPartitions(
                batches ->
                    new RowIterator(
                        batches,
                        new BatchPredictor(cells, new LogitScorer(classMajor, dense.value()))));
    StructType type = columns.after(withNumbers(input));
    SparkSession session =
        CaseSensitiveSession.needs(type) ? CaseSensitiveSession.of(spark) : spark;
    return withLabels(session.createDataFrame(rows, type), input.columns().size());
  }

  private static StructType withNumbers(PredictionInput input) {
    StructField[] fields = input.columns().fields().clone();
    for (int column : input.numbers()) {
      fields[column] =
          DataTypes.createStructField(fields[column].name(), DataTypes.DoubleType, true);
    }
    return new StructType(fields);
  }

  /** Casts the predicted texts to the type of the labels. */
  private Dataset<Row> withLabels(Dataset<Row> predictions, int prediction) {
    if (model.labelType().equals(LabelType.TEXT)) {
      return predictions;
    }
    String name = model.labelType().name();
    // A session may take the plain name for the type without a time zone.
    String type = name.equals("timestamp") ? "timestamp_ltz" : name;
    Dataset<Row> numbered = Numbered.of(predictions);
    Column[] selected = Numbered.columns(numbered, predictions.columns());
    selected[prediction] =
        numbered.col(Integer.toString(prediction)).cast(type).as(PredictionColumns.PREDICTION);
    return numbered.select(selected);
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
    private final Cells cells;
    private final LogitScorer scorer;

    BatchPredictor(Cells cells, LogitScorer scorer) {
      this.cells = cells;
      this.scorer = scorer;
    }

    List<Row> rows(PredictionInput.Batch batch) {
      FeatureBlock x = batch.features();
      int classes = cells.labels().length;
      double[] logits = new double[x == null ? 0 : x.rows() * classes];
      if (x != null) {
        scorer.logitsInto(x, logits);
      }
      List<Row> rows = new ArrayList<>(batch.kept().length);
      int offset = 0;
      for (int i = 0; i < batch.kept().length; i++) {
        Object[] row = cells.kept(batch.kept()[i]);
        String reason = batch.reasons()[i];
        if (reason == null) {
          cells.predict(row, batch.kept()[i].length, logits, offset);
          offset += classes;
        } else {
          row[row.length - 1] = reason;
        }
        rows.add(RowFactory.create(row));
      }
      return rows;
    }
  }

  /**
   * Fills rows.
   *
   * @param numbers the kept columns whose texts become numbers
   * @param added the number of columns behind the kept ones
   */
  private record Cells(int[] numbers, String[] labels, int added, Probabilities form)
      implements Serializable {

    /** A row with the kept cells only. */
    Object[] kept(Object[] cells) {
      Object[] row = Arrays.copyOf(cells, cells.length + added, Object[].class);
      for (int column : numbers) {
        row[column] = number((String) row[column]);
      }
      return row;
    }

    /** The number that the model reads in a cell; null if there is none. */
    private static Double number(String cell) {
      if (cell == null) {
        return null;
      }
      byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
      double number = DecimalParser.parse(bytes, 0, bytes.length);
      if (Double.isFinite(number)) {
        return number;
      }
      if (cell.equalsIgnoreCase("true")) {
        return 1.0;
      }
      return cell.equalsIgnoreCase("false") ? 0.0 : null;
    }

    /** Puts the prediction and the probabilities, for which it overwrites the logits. */
    void predict(Object[] row, int at, double[] logits, int offset) {
      row[at] = labels[SoftmaxCrossEntropy.largest(logits, offset, labels.length)];
      if (form == Probabilities.NONE) {
        return;
      }
      SoftmaxCrossEntropy.softmaxInPlace(logits, offset, labels.length);
      Double[] probabilities =
          Arrays.stream(logits, offset, offset + labels.length).boxed().toArray(Double[]::new);
      if (form == Probabilities.ARRAY) {
        row[at + 1] = probabilities;
      } else {
        System.arraycopy(probabilities, 0, row, at + 1, probabilities.length);
      }
    }
  }
}
