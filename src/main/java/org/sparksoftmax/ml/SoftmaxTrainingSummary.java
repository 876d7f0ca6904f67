package org.sparksoftmax.ml;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.train.Outcome;

/** The summary of a fit, with the metrics of its model on the training rows. */
public final class SoftmaxTrainingSummary extends SoftmaxSummary {

  private final Outcome outcome;
  private final History history;

  SoftmaxTrainingSummary(
      SoftmaxClassificationModel model, Dataset<?> dataset, Outcome outcome, History history) {
    super(model, dataset, outcome.reports().get("train"));
    this.outcome = outcome;
    this.history = history;
  }

  /** The objective at the start and after each iteration. */
  public double[] objectiveHistory() {
    return history.objectives();
  }

  /** The gradient norm at the start and after each iteration. */
  public double[] gradientNormHistory() {
    return history.gradientNorms();
  }

  /** Number of iterations. */
  public int totalIterations() {
    return optimization().state().iteration();
  }

  /** The stop reason, such as CONVERGED, MAX_ITERATIONS or EARLY_STOPPED. */
  public String stopReason() {
    return optimization().stopReason().name();
  }

  /** The objective of the model on all training rows. */
  public double objective() {
    return optimization().state().value().objective();
  }

  /** The number of passes over the training rows. */
  public double passes() {
    return outcome.training().passes();
  }

  /** The metrics on the validation rows, if there are any. */
  public Optional<ClassificationReport> validation() {
    return Optional.ofNullable(outcome.reports().get("validation"));
  }

  /** Warnings about overfitting on the validation rows, one line each. */
  public List<String> warnings() {
    return outcome.warnings().stream().map(ParamNames::inTermsOfParams).toList();
  }

  private OptimizationResult optimization() {
    return outcome.training().optimization();
  }
}
