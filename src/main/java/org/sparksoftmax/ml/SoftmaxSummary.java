package org.sparksoftmax.ml;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.ClassificationSummary;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.DetailedMeasures;
import org.sparksoftmax.math.evaluate.DetailedMeasures.ClassMeasures;

/**
 * The metrics of a model on a DataFrame, with the method names of MLlib's summaries. Arrays are in
 * class order. It is a summary of MLlib, because a Spark Connect server calls methods of these
 * only.
 */
public class SoftmaxSummary implements ClassificationSummary {
  private static final long serialVersionUID = 1L;

  private final transient SoftmaxClassificationModel model;
  private final transient Optional<Dataset<?>> dataset;
  private final transient ClassificationReport report;

  /**
   * @param dataset the rows; empty if they are not available
   */
  SoftmaxSummary(
      SoftmaxClassificationModel model, Optional<Dataset<?>> dataset, ClassificationReport report) {
    this.model = model;
    this.dataset = dataset;
    this.report = report;
  }

  SoftmaxClassificationModel model() {
    return model;
  }

  /** All metrics, including those without a method here. */
  public ClassificationReport report() {
    return report;
  }

  /**
   * The rows with the predictions of the model, evaluated lazily.
   *
   * @throws IllegalStateException if the summary was loaded with its model
   */
  @Override
  public Dataset<Row> predictions() {
    return model.transform(
        dataset.orElseThrow(
            () ->
                new IllegalStateException(
                    "No predictions: the summary was loaded with its model, without the training rows; transform() predicts rows")));
  }

  @Override
  public String predictionCol() {
    return model.getPredictionCol();
  }

  @Override
  public String labelCol() {
    return model.getLabelCol();
  }

  /** The column of example weights; empty if every row has weight 1. */
  @Override
  public String weightCol() {
    return model.isDefined(model.weightCol()) ? model.getWeightCol() : "";
  }

  /** Number of rows. */
  public long numInstances() {
    return report.rows();
  }

  /** The indices of the classes. */
  @Override
  public double[] labels() {
    return IntStream.range(0, model.numClasses()).asDoubleStream().toArray();
  }

  /** Weighted fraction of correctly predicted rows. */
  @Override
  public double accuracy() {
    return report.accuracy();
  }

  /** Weighted mean of −log p of the label, in nats. */
  public double logLoss() {
    return report.logLoss();
  }

  /** The total weight of the rows of each class. */
  public double[] weightByLabel() {
    return byLabel(ClassMeasures::weight);
  }

  @Override
  public double[] precisionByLabel() {
    return byLabel(ClassMeasures::precision);
  }

  @Override
  public double[] recallByLabel() {
    return byLabel(ClassMeasures::recall);
  }

  /** The recall of each class. */
  @Override
  public double[] truePositiveRateByLabel() {
    return recallByLabel();
  }

  /** Weighted fraction of the rows of other classes that are predicted as the class. */
  @Override
  public double[] falsePositiveRateByLabel() {
    return byLabel(ClassMeasures::falsePositiveRate);
  }

  /** {@link #fMeasureByLabel(double)} with β = 1. */
  @Override
  public double[] fMeasureByLabel() {
    return fMeasureByLabel(1);
  }

  /** (1 + β²) precision · recall / (β² precision + recall) of each class; 0 where that is 0 / 0. */
  @Override
  public double[] fMeasureByLabel(double beta) {
    return byLabel(measures -> fMeasure(measures, beta));
  }

  @Override
  public double weightedPrecision() {
    return weighted(ClassMeasures::precision);
  }

  @Override
  public double weightedRecall() {
    return weighted(ClassMeasures::recall);
  }

  /** The weighted recall. */
  @Override
  public double weightedTruePositiveRate() {
    return weightedRecall();
  }

  @Override
  public double weightedFalsePositiveRate() {
    return weighted(ClassMeasures::falsePositiveRate);
  }

  /** {@link #weightedFMeasure(double)} with β = 1. */
  @Override
  public double weightedFMeasure() {
    return weightedFMeasure(1);
  }

  /** Mean of {@link #fMeasureByLabel(double)}, weighted by the weight of the rows of a class. */
  @Override
  public double weightedFMeasure(double beta) {
    return weighted(measures -> fMeasure(measures, beta));
  }

  /** MLlib's own measures, for which the methods of its trait are overridden. */
  @Override
  public MulticlassMetrics
      org$apache$spark$ml$classification$ClassificationSummary$$multiclassMetrics() {
    throw new UnsupportedOperationException("The measures are those of report()");
  }

  @Override
  public void
      org$apache$spark$ml$classification$ClassificationSummary$_setter_$org$apache$spark$ml$classification$ClassificationSummary$$multiclassMetrics_$eq(
          MulticlassMetrics metrics) {
    throw new UnsupportedOperationException("The measures are those of report()");
  }

  private static double fMeasure(ClassMeasures measures, double beta) {
    double squared = beta * beta;
    double sum = squared * measures.precision() + measures.recall();
    return sum == 0 ? 0 : (1 + squared) * measures.precision() * measures.recall() / sum;
  }

  private List<ClassMeasures> perClass() {
    return report.details().map(DetailedMeasures::perClass).orElseThrow();
  }

  private double[] byLabel(ToDoubleFunction<ClassMeasures> measure) {
    return perClass().stream().mapToDouble(measure).toArray();
  }

  private double weighted(ToDoubleFunction<ClassMeasures> measure) {
    double weight = perClass().stream().mapToDouble(ClassMeasures::weight).sum();
    double sum =
        perClass().stream()
            .mapToDouble(measures -> measures.weight() * measure.applyAsDouble(measures))
            .sum();
    return weight == 0 ? 0 : sum / weight;
  }
}
