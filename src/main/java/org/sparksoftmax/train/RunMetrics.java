package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.train.checkpoint.TrainingListener;

/**
 * Where the run of this process is, for those who look at it from outside: see {@link
 * SoftmaxPlugin}. A process trains one model at a time; what is shown is of the latest.
 */
final class RunMetrics implements TrainingListener {

  private static volatile Values latest = Values.NONE;

  private final long rows;
  private final double fraction;
  private double preparationPasses;
  private int evaluations;
  private double seconds;

  private RunMetrics(long rows, double fraction) {
    this.rows = rows;
    this.fraction = fraction;
  }

  /**
   * A run begins.
   *
   * @param rows of the training data
   * @param fraction of them that an evaluation sees
   */
  static RunMetrics begin(long rows, double fraction) {
    reset();
    return new RunMetrics(rows, fraction);
  }

  /**
   * The numbers of an iteration; NaN where there is none.
   *
   * @param rowsPerSecond seen by the evaluations since the iteration before, over the time since
   *     then
   * @param passes over the training data
   */
  record Values(
      int iteration,
      int evaluations,
      double passes,
      double objective,
      double loss,
      double gradientNorm,
      double rowsPerSecond,
      double validationLoss,
      double validationAccuracy) {

    private static final Values NONE =
        new Values(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Forgets the runs of an application that is over. */
  static void reset() {
    latest = Values.NONE;
  }

  /** Those of the last iteration. */
  static Values latest() {
    return latest;
  }

  /** Passes that were not evaluations were needed before the first one. */
  void prepared(int passes) {
    preparationPasses = passes;
  }

  @Override
  public void iteration(
      OptimizerState state,
      double secondsSinceStart,
      Optional<ClassificationReport> validation,
      Selection selection) {
    double rowsSeen = (state.evaluations() - evaluations) * fraction * rows;
    Values before = latest;
    latest =
        new Values(
            state.iteration(),
            state.evaluations(),
            preparationPasses + state.evaluations() * fraction,
            state.value().objective(),
            state.value().meanLoss(),
            state.value().gradientNorm(),
            rowsSeen / (secondsSinceStart - seconds),
            validation.map(ClassificationReport::logLoss).orElse(before.validationLoss()),
            validation.map(ClassificationReport::accuracy).orElse(before.validationAccuracy()));
    evaluations = state.evaluations();
    seconds = secondsSinceStart;
  }
}
