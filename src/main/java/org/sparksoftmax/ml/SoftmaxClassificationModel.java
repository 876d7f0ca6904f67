package org.sparksoftmax.ml;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.EvaluationData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.pass.SparkEvaluator;
import scala.Option;

/**
 * Model fitted by {@link SoftmaxClassifier}. Adds the logits, the probabilities and the prediction
 * (the index of the most probable class) to batches and streams.
 */
public final class SoftmaxClassificationModel extends StageUid.ClassificationModel
    implements SoftmaxClassifierParams, HasTrainingSummary<SoftmaxTrainingSummary>, MLWritable {
  private static final long serialVersionUID = 1L;

  /** Available only on the driver; executors receive a scorer. */
  private final transient SoftmaxModel model;

  private final RowScorer scorer;
  private transient SoftmaxTrainingSummary summary;

  /** Used only by the service loader of Spark Connect; such a model cannot be applied. */
  public SoftmaxClassificationModel() {
    this(
        Identifiable$.MODULE$.randomUID("softmax"),
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("0", "1")),
            FeatureSchema.unnamed(1),
            false,
            new double[2]));
  }

  /** Creates a stage from a model of spark-softmax. */
  public SoftmaxClassificationModel(String uid, SoftmaxModel model) {
    new StageUid(uid).super();
    this.model = model;
    this.scorer = new RowScorer(model);
    Defaults.set(this);
  }

  /**
   * Loads a model that was saved as a stage, or the model of a run.
   *
   * @param path the directory of the stage, the output of {@code softmax train}, or its folder
   *     {@code model}
   */
  public static SoftmaxClassificationModel load(String path) {
    return read().load(path);
  }

  /** Returns a reader of what {@link #load} loads. */
  public static MLReader<SoftmaxClassificationModel> read() {
    return new SavedStages.ModelReader();
  }

  /**
   * Loads the model from the output of {@code softmax train}.
   *
   * @param path the output directory, or its folder {@code model}
   * @throws IllegalArgumentException if the model is missing or damaged
   */
  public static SoftmaxClassificationModel ofRun(String path, SparkSession spark) {
    SoftmaxModel model =
        ParamNames.inTermsOfParams(
            () -> ModelStore.load(path, spark.sparkContext().hadoopConfiguration()));
    return new SoftmaxClassificationModel(Identifiable$.MODULE$.randomUID("softmax"), model);
  }

  @Override
  public MLWriter write() {
    return new SavedStages.ModelWriter(this);
  }

  @Override
  public void save(String path) throws IOException {
    write().save(path);
  }

  /** The underlying model, with the names of classes and features. Available only on the driver. */
  public SoftmaxModel softmaxModel() {
    return model;
  }

  @Override
  public int numClasses() {
    return scorer.classes();
  }

  @Override
  public int numFeatures() {
    return scorer.features();
  }

  /** The labels of the classes, in the order of the predicted indices. */
  public String[] labels() {
    return model.classes().labels().toArray(String[]::new);
  }

  /** The names of the features; {@code #0}, {@code #1}, ... if the features are unnamed. */
  public String[] featureNames() {
    return model.schema().featureNames().toArray(String[]::new);
  }

  /**
   * W of a linear model, with one row per class.
   *
   * @throws UnsupportedOperationException if the model is a network
   */
  public Matrix coefficientMatrix() {
    requireLinear();
    double[] parameters = model.logitParameters(WeightOrder.CLASS_MAJOR);
    double[] weights = Arrays.copyOf(parameters, numClasses() * numFeatures());
    return new DenseMatrix(numClasses(), numFeatures(), weights, true);
  }

  /**
   * b of a linear model, with one entry per class; zeros if the model has no intercepts.
   *
   * @throws UnsupportedOperationException if the model is a network
   */
  public Vector interceptVector() {
    requireLinear();
    return new DenseVector(model.logitIntercepts());
  }

  private void requireLinear() {
    if (!model.isLinear()) {
      throw new UnsupportedOperationException(
          "A network has no coefficient matrix: softmaxModel() has its parameters");
    }
  }

  /**
   * The coefficients of a linear model of two classes as in {@code LogisticRegressionModel}: row 1
   * of {@link #coefficientMatrix} minus row 0, so that with {@link #intercept} they give the log of
   * p₁ / p₀.
   *
   * @throws UnsupportedOperationException if the model is a network or has other than two classes
   */
  public Vector coefficients() {
    requireTwoClasses("a matrix of coefficients: use coefficientMatrix()");
    Matrix all = coefficientMatrix();
    double[] difference = new double[numFeatures()];
    Arrays.setAll(difference, j -> all.apply(1, j) - all.apply(0, j));
    return new DenseVector(difference);
  }

  /**
   * The intercept of a linear model of two classes: entry 1 of {@link #interceptVector} minus entry
   * 0.
   *
   * @throws UnsupportedOperationException if the model is a network or has other than two classes
   */
  public double intercept() {
    requireTwoClasses("a vector of intercepts: use interceptVector()");
    Vector both = interceptVector();
    return both.apply(1) - both.apply(0);
  }

  private void requireTwoClasses(String instead) {
    requireLinear();
    if (numClasses() != 2) {
      throw new UnsupportedOperationException(
          String.format(Locale.ROOT, "A model of %d classes has %s", numClasses(), instead));
    }
  }

  /** Sets the threshold of two classes, and clears {@code thresholds}. */
  public SoftmaxClassificationModel setThreshold(double value) {
    clear(thresholds());
    set(threshold(), value);
    return this;
  }

  /** Sets the thresholds of the classes, and clears {@code threshold}. */
  @Override
  public SoftmaxClassificationModel setThresholds(double[] value) {
    clear(threshold());
    set(thresholds(), value);
    return this;
  }

  /**
   * The thresholds of the classes; those that are equivalent to {@code threshold} if only that is
   * set.
   */
  @Override
  public double[] getThresholds() {
    return Thresholds.ofAll(this);
  }

  SoftmaxClassificationModel setSummary(SoftmaxTrainingSummary newSummary) {
    summary = newSummary;
    return this;
  }

  @Override
  public Option<SoftmaxTrainingSummary> trainingSummary() {
    return Option.apply(summary);
  }

  @Override
  public void trainingSummary_$eq(Option<SoftmaxTrainingSummary> newSummary) {
    summary = newSummary.isEmpty() ? null : newSummary.get();
  }

  /**
   * Does nothing: a Spark Connect server calls this after it has saved the model with its summary.
   */
  @SuppressWarnings("MissingOverride") // exists in Spark 4.1 and later
  public void saveSummary(String path) {}

  /**
   * The size in bytes, without the training rows, by which a Spark Connect server limits models.
   */
  @SuppressWarnings("MissingOverride") // exists in Spark 4.1 and later
  public long estimatedSize() {
    return Sizes.of(model, scorer, Optional.ofNullable(summary).map(SoftmaxTrainingSummary::fit));
  }

  /** Whether the model has a training summary. Outputs of {@code softmax train} have none. */
  @Override
  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * The summary of training.
   *
   * @throws IllegalStateException if there is none
   */
  @Override
  public SoftmaxTrainingSummary summary() {
    return Optional.ofNullable(summary)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No training summary: the model was not fitted here, nor saved with one; evaluate() measures it"));
  }

  /**
   * Evaluates the model on labelled rows, in one pass over temporary blocks.
   *
   * @throws IllegalArgumentException if rows are invalid
   */
  public SoftmaxSummary evaluate(Dataset<?> dataset) {
    return ParamNames.inTermsOfParams(
        () -> {
          Frames frames = new Frames(this, getFeaturesCol(), getLabelCol());
          frames.requireEvaluation(dataset.schema());
          TrainingConfig config = new ConfigOfParams(this).config(Optional.of(model.classes()));
          try (DataSet data =
              EvaluationData.load(
                  config.data(), frames.evaluation(dataset, model.classes()), model)) {
            return new SoftmaxSummary(
                this, Optional.of(dataset), SparkEvaluator.evaluate(model, data));
          }
        });
  }

  /**
   * Where it is set, {@link #transform} returns a table about the model instead of predictions,
   * also over Spark Connect, whose servers call no other methods of such a model. Behind {@code
   * onnx} there may be options, for example {@code onnx inputs=columns precision=float32}. Not set
   * by default.
   */
  public Param<String> table() {
    return new Param<>(this, "table", "table to return instead of predictions: " + Table.names());
  }

  public String getTable() {
    return getOrDefault(table());
  }

  public SoftmaxClassificationModel setTable(String value) {
    set(table(), value);
    return this;
  }

  private Optional<ChosenTable> chosenTable() {
    return isDefined(table()) ? Optional.of(ChosenTable.of(getTable())) : Optional.empty();
  }

  /**
   * Predicts rows, or returns the {@link #table}.
   *
   * @throws IllegalArgumentException if columns or the table do not exist
   * @throws IllegalStateException if the table needs a training summary and there is none
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    return chosenTable()
        .map(chosen -> chosen.table().of(this, dataset, chosen.onnx()))
        .orElseGet(() -> super.transform(dataset));
  }

  /**
   * The schema of the {@link #table}, if one is set. Otherwise, adds the class labels to the
   * attributes of the prediction, for IndexToString.
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return chosenTable()
        .map(chosen -> chosen.table().schema())
        .orElseGet(() -> predictionSchema(schema));
  }

  private StructType predictionSchema(StructType schema) {
    Thresholds.requireConsistent(this);
    StructType output = super.transformSchema(schema);
    if (getPredictionCol().isEmpty() || model == null) {
      return output;
    }
    StructField[] fields = output.fields();
    int position = output.fieldIndex(getPredictionCol());
    fields[position] =
        NominalAttribute.defaultAttr()
            .withName(getPredictionCol())
            .withValues(labels())
            .toStructField(fields[position].metadata());
    return new StructType(fields);
  }

  /** Two classes that only have a {@code threshold} are compared with it. */
  @Override
  public double raw2prediction(Vector logits) {
    return hasThreshold()
        ? probability2prediction(raw2probability(logits))
        : super.raw2prediction(logits);
  }

  @Override
  public double probability2prediction(Vector probability) {
    if (hasThreshold()) {
      return probability.apply(1) > getThreshold() ? 1 : 0;
    }
    return super.probability2prediction(probability);
  }

  private boolean hasThreshold() {
    return numClasses() == 2 && isSet(threshold()) && !isSet(thresholds());
  }

  /** The logits; of two classes, (−m, m), which have the same probabilities. */
  @Override
  public Vector predictRaw(Vector features) {
    return scorer.logits(features);
  }

  @Override
  public Vector raw2probabilityInPlace(Vector logits) {
    double[] values = ((DenseVector) logits).values();
    SoftmaxCrossEntropy.softmaxInPlace(values, 0, values.length);
    return logits;
  }

  @Override
  public SoftmaxClassificationModel copy(ParamMap extra) {
    SoftmaxClassificationModel copy = new SoftmaxClassificationModel(uid(), model);
    copyValues(copy, extra).setSummary(summary);
    return copy.setParent(parent());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "SoftmaxClassificationModel: uid=%s, numClasses=%d, numFeatures=%d",
        uid(),
        numClasses(),
        numFeatures());
  }
}
