package org.sparksoftmax.ml;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * Softmax classification (multinomial logistic regression) as an estimator of Spark ML: a drop-in
 * replacement of MLlib's {@code LogisticRegression} for any number of classes. With the same
 * parameters it has the same optimum, which minimises
 *
 * <pre>
 * mean loss + regParam ((1 - elasticNetParam) / 2 ||W||² + elasticNetParam ||W||₁)
 * </pre>
 *
 * <p>where W applies to features of variance 1 with {@code standardization}. For two classes,
 * {@code LogisticRegression} uses the binomial family by default; this estimator always uses the
 * multinomial family.
 *
 * <p>Fits of the same partitions with the same parameters give bit-identical models on any cluster.
 * The input is computed once and converted to blocks, which are cached during the fit. If the line
 * search finds no decrease or the loss is not finite, the fit throws {@link
 * TrainingFailedException}, which provides the last good model.
 *
 * <p>If all labels are the same and there are intercepts, the model predicts that class for every
 * row, and the fit logs a warning.
 *
 * <p>Each setter sets the parameter of its name, which {@link SoftmaxClassifierParams} describes.
 */
public final class SoftmaxClassifier extends StageUid.Classifier
    implements SoftmaxClassifierParams, MLWritable {
  private static final long serialVersionUID = 1L;

  /** Copied with the estimator, and saved with its parameters. */
  private SoftmaxClassificationModel initialModel;

  public SoftmaxClassifier() {
    this(Identifiable$.MODULE$.randomUID("softmax"));
  }

  /** Creates an estimator with a given uid, as Spark requires for loading and copying. */
  public SoftmaxClassifier(String uid) {
    new StageUid(uid).super();
    Defaults.set(this);
  }

  /** Loads a saved estimator. */
  public static SoftmaxClassifier load(String path) {
    return read().load(path);
  }

  public static MLReader<SoftmaxClassifier> read() {
    return new SavedStages.ClassifierReader();
  }

  @Override
  public MLWriter write() {
    return new SavedStages.ClassifierWriter(this);
  }

  @Override
  public void save(String path) throws IOException {
    write().save(path);
  }

  /** The path of the initial model, as an alternative to {@link #setInitialModel}. */
  public Param<String> initialModelPath() {
    return new Param<>(
        this,
        "initialModelPath",
        "path of the model from which the fit starts: a saved stage, the output of softmax train, or a saved LogisticRegressionModel; not set or empty: none");
  }

  public String getInitialModelPath() {
    return getOrDefault(initialModelPath());
  }

  public SoftmaxClassifier setInitialModelPath(String value) {
    return with(initialModelPath(), value);
  }

  /** Sets the initial model, with the same classes, features and hidden layers; null for none. */
  public SoftmaxClassifier setInitialModel(SoftmaxClassificationModel model) {
    initialModel = model;
    return this;
  }

  /** The initial model, if one was set. */
  public Optional<SoftmaxClassificationModel> initialModel() {
    return Optional.ofNullable(initialModel);
  }

  @Override
  public SoftmaxClassifier copy(ParamMap extra) {
    SoftmaxClassifier copy = new SoftmaxClassifier(uid());
    copyValues(copy, extra);
    return copy.setInitialModel(initialModel);
  }

  /** Validates the schema, which needs no label column if there are target probabilities. */
  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType featuresDataType) {
    Thresholds.requireConsistent(this);
    Frames frames = frames();
    if (fitting) {
      frames.requireTraining(schema);
    }
    return super.validateAndTransformSchema(schema, fitting && !frames.soft(), featuresDataType);
  }

  /**
   * Trains a model. Spark's own method would look up the label by its plain name, and copy the
   * column to convert it.
   *
   * @throws IllegalArgumentException if parameters or rows are invalid
   * @throws TrainingFailedException if training fails
   */
  @Override
  public SoftmaxClassificationModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    SoftmaxClassificationModel model = train(dataset);
    return copyValues(model.setParent(this), ParamMap.empty());
  }

  @Override
  public SoftmaxClassificationModel train(Dataset<?> dataset) {
    return ParamNames.inTermsOfParams(() -> new Fit(this, frames()).of(dataset));
  }

  /**
   * The size in bytes of the model to be fitted, by which a Spark Connect server limits models.
   *
   * @throws UnsupportedOperationException if the metadata of the columns does not determine it
   */
  @SuppressWarnings("MissingOverride") // exists in Spark 4.1 and later
  public long estimateModelSize(Dataset<?> dataset) {
    Frames frames = frames();
    frames.requireTraining(dataset.schema());
    return Sizes.expected(
        frames.features(dataset.schema()),
        getHiddenLayers(),
        frames.classes(dataset.schema()).stream().mapToInt(LabelIndex::size).findFirst());
  }

  private Frames frames() {
    return new Frames(this, getFeaturesCol(), getLabelCol());
  }

  private <T> SoftmaxClassifier with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  /** Sets the threshold of two classes, and clears {@code thresholds}. */
  public SoftmaxClassifier setThreshold(double value) {
    clear(thresholds());
    set(threshold(), value);
    return this;
  }

  /** Sets the thresholds of the classes, and clears {@code threshold}. */
  @Override
  public SoftmaxClassifier setThresholds(double[] value) {
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

  public SoftmaxClassifier setWeightCol(String value) {
    return with(weightCol(), value);
  }

  public SoftmaxClassifier setRegParam(double value) {
    return with(regParam(), value);
  }

  public SoftmaxClassifier setElasticNetParam(double value) {
    return with(elasticNetParam(), value);
  }

  public SoftmaxClassifier setMaxIter(int value) {
    return with(maxIter(), value);
  }

  public SoftmaxClassifier setTol(double value) {
    return with(tol(), value);
  }

  public SoftmaxClassifier setFitIntercept(boolean value) {
    return with(fitIntercept(), value);
  }

  public SoftmaxClassifier setStandardization(boolean value) {
    return with(standardization(), value);
  }

  public SoftmaxClassifier setAggregationDepth(int value) {
    return with(aggregationDepth(), value);
  }

  public SoftmaxClassifier setFamily(String value) {
    return with(family(), value);
  }

  public SoftmaxClassifier setSeed(long value) {
    return with(seed(), value);
  }

  public SoftmaxClassifier setSolver(String value) {
    return with(solver(), value);
  }

  public SoftmaxClassifier setStepSize(double value) {
    return with(stepSize(), value);
  }

  public SoftmaxClassifier setMiniBatchFraction(double value) {
    return with(miniBatchFraction(), value);
  }

  public SoftmaxClassifier setMiniBatchSize(int value) {
    return with(miniBatchSize(), value);
  }

  public SoftmaxClassifier setHiddenLayers(int... value) {
    return with(hiddenLayers(), value);
  }

  public SoftmaxClassifier setActivation(String value) {
    return with(activation(), value);
  }

  public SoftmaxClassifier setDropout(double value) {
    return with(dropout(), value);
  }

  public SoftmaxClassifier setLabelSmoothing(double value) {
    return with(labelSmoothing(), value);
  }

  public SoftmaxClassifier setSoftLabelCol(String value) {
    return with(softLabelCol(), value);
  }

  public SoftmaxClassifier setClassWeights(double... value) {
    return with(classWeights(), value);
  }

  public SoftmaxClassifier setBalancedClasses(boolean value) {
    return with(balancedClasses(), value);
  }

  public SoftmaxClassifier setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol(), value);
  }

  public SoftmaxClassifier setPatience(int value) {
    return with(patience(), value);
  }

  public SoftmaxClassifier setMinImprovement(double value) {
    return with(minImprovement(), value);
  }

  public SoftmaxClassifier setValidationMetric(String value) {
    return with(validationMetric(), value);
  }

  public SoftmaxClassifier setCalibration(String value) {
    return with(calibration(), value);
  }

  public SoftmaxClassifier setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  public SoftmaxClassifier setCheckpointInterval(int value) {
    return with(checkpointInterval(), value);
  }

  public SoftmaxClassifier setStorage(String value) {
    return with(storage(), value);
  }

  public SoftmaxClassifier setNumPartitions(int value) {
    return with(numPartitions(), value);
  }
}
