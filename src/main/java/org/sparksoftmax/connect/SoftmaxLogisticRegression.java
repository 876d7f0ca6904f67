package org.sparksoftmax.connect;

import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.ml.SoftmaxClassifier;
import org.sparksoftmax.ml.TrainingFailedException;

/**
 * MLlib's {@code LogisticRegression}, whose multinomial family is fitted by {@link
 * SoftmaxClassifier}. The parameters, the optimum and the model with its summary are those of
 * MLlib.
 *
 * <p>MLlib itself fits the binomial family, coefficients with bounds, labels of only one class, and
 * {@code maxIter} 0, whose start differs.
 */
public class SoftmaxLogisticRegression extends LogisticRegression {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SoftmaxLogisticRegression.class);

  public SoftmaxLogisticRegression() {
    this(Identifiable$.MODULE$.randomUID("logreg"));
  }

  /** Creates an estimator with a given uid, as Spark requires for loading and copying. */
  public SoftmaxLogisticRegression(String uid) {
    super(uid);
  }

  /**
   * Fits a model.
   *
   * @throws IllegalArgumentException if parameters or rows are invalid
   */
  @Override
  public LogisticRegressionModel train(Dataset<?> rows) {
    if (!isMultinomial(rows)) {
      return super.train(rows);
    }
    SoftmaxClassificationModel fitted;
    try {
      fitted = classifier().fit(rows);
    } catch (TrainingFailedException failed) {
      LOG.warn("{} is fitted by MLlib: {}", uid(), failed.getMessage());
      return super.train(rows);
    }
    LOG.info(
        "{} was fitted by spark-softmax in {} iterations",
        uid(),
        fitted.summary().totalIterations());
    return SparkInternals.model(
        this,
        rows,
        fitted.coefficientMatrix().compressed(),
        fitted.interceptVector().compressed(),
        fitted.summary().objectiveHistory());
  }

  /** Whether the family is multinomial, and spark-softmax has what the parameters need. */
  private boolean isMultinomial(Dataset<?> rows) {
    String family = getFamily().toLowerCase(Locale.ROOT);
    if (family.equals("binomial") || hasBounds() || getMaxIter() == 0) {
      return false;
    }
    Column label = functions.col(getLabelCol()).cast("double");
    Row range = rows.agg(functions.min(label), functions.max(label)).first();
    if (range.isNullAt(0) || range.getDouble(0) == range.getDouble(1)) {
      return false;
    }
    return family.equals("multinomial")
        || ScalaValues.asJava(
                MetadataUtils.getNumClasses(
                    SparkInternals.column(rows.schema(), getLabelCol()).orElseThrow()))
            .map(count -> (int) count > 2)
            .orElse(range.getDouble(1) > 1);
  }

  private boolean hasBounds() {
    return isSet(lowerBoundsOnCoefficients())
        || isSet(upperBoundsOnCoefficients())
        || isSet(lowerBoundsOnIntercepts())
        || isSet(upperBoundsOnIntercepts());
  }

  /** The classifier with the same parameters; without output columns, which it does not write. */
  private SoftmaxClassifier classifier() {
    SoftmaxClassifier classifier =
        new SoftmaxClassifier()
            .setRegParam(getRegParam())
            .setElasticNetParam(getElasticNetParam())
            .setMaxIter(getMaxIter())
            .setTol(getTol())
            .setFitIntercept(getFitIntercept())
            .setStandardization(getStandardization())
            .setAggregationDepth(getAggregationDepth());
    if (isDefined(weightCol())) {
      classifier.setWeightCol(getWeightCol());
    }
    if (isSet(thresholds())) {
      classifier.setThresholds(getThresholds());
    }
    return classifier
        .setLabelCol(getLabelCol())
        .setFeaturesCol(getFeaturesCol())
        .setPredictionCol("")
        .setRawPredictionCol("")
        .setProbabilityCol("");
  }

  /** Saves what MLlib loads without spark-softmax. */
  @Override
  public MLWriter write() {
    return copyValues(new LogisticRegression(uid()), ParamMap.empty()).write();
  }
}
