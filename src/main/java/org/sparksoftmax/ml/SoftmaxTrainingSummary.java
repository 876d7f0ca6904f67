package org.sparksoftmax.ml;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.classification.TrainingSummary;
import org.apache.spark.sql.Dataset;
import org.sparksoftmax.math.evaluate.ClassificationReport;

/** The summary of a fit, with the metrics of its model on the training rows. */
public final class SoftmaxTrainingSummary extends SoftmaxSummary implements TrainingSummary {
  private static final long serialVersionUID = 1L;

  private final transient FitRecord fit;

  /**
   * @param dataset the training rows; empty if the summary was loaded
   */
  SoftmaxTrainingSummary(
      SoftmaxClassificationModel model, Optional<Dataset<?>> dataset, FitRecord fit) {
    super(model, dataset, fit.train());
    this.fit = fit;
  }

  /** The objective at the start and after each iteration. */
  @Override
  public double[] objectiveHistory() {
    return fit.objectiveHistory().stream().mapToDouble(value -> value).toArray();
  }

  /** The gradient norm at the start and after each iteration. */
  public double[] gradientNormHistory() {
    return fit.gradientNormHistory().stream().mapToDouble(value -> value).toArray();
  }

  /** Number of iterations. */
  @Override
  public int totalIterations() {
    return fit.totalIterations();
  }

  /** The stop reason, such as CONVERGED, MAX_ITERATIONS or EARLY_STOPPED. */
  public String stopReason() {
    return fit.stopReason();
  }

  /** The objective of the model on all training rows. */
  public double objective() {
    return fit.objective();
  }

  /** The number of passes over the training rows. */
  public double passes() {
    return fit.passes();
  }

  /** The metrics on the validation rows, if there are any. */
  public Optional<ClassificationReport> validation() {
    return fit.validation();
  }

  /** Warnings about overfitting on the validation rows, one line each. */
  public List<String> warnings() {
    return fit.warnings();
  }

  /** The metrics on the validation rows as a summary, if there are any. */
  Optional<SoftmaxSummary> ofValidation() {
    return fit.validation().map(report -> new SoftmaxSummary(model(), Optional.empty(), report));
  }

  FitRecord fit() {
    return fit;
  }
}
