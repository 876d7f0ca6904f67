package org.sparksoftmax.ml;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.train.Outcome;

/**
 * What a training summary consists of, apart from the rows.
 *
 * @param objectiveHistory the objective at the start and after each iteration
 * @param gradientNormHistory the gradient norm at the start and after each iteration
 * @param totalIterations number of iterations; the histories of a fit with a checkpoint may be
 *     longer or shorter
 * @param run the fit in the format of {@code summary.json}, without its configuration
 */
record FitRecord(
    ClassificationReport train,
    Optional<ClassificationReport> validation,
    List<Double> objectiveHistory,
    List<Double> gradientNormHistory,
    int totalIterations,
    String stopReason,
    double objective,
    double passes,
    List<String> warnings,
    String run) {

  FitRecord {
    // The file of the summary has no curves, and neither has the report of a fit.
    train = train.withoutCurves();
    validation = validation.map(ClassificationReport::withoutCurves);
    objectiveHistory = List.copyOf(objectiveHistory);
    gradientNormHistory = List.copyOf(gradientNormHistory);
    warnings = List.copyOf(warnings);
  }

  static FitRecord of(Outcome outcome, History history, String run) {
    OptimizerState last = outcome.training().optimization().state();
    return new FitRecord(
        outcome.reports().get("train"),
        Optional.ofNullable(outcome.reports().get("validation")),
        history.objectives(),
        history.gradientNorms(),
        last.iteration(),
        outcome.training().optimization().stopReason().name(),
        last.value().objective(),
        outcome.training().passes(),
        outcome.warnings().stream().map(ParamNames::inTermsOfParams).toList(),
        run);
  }
}
