package org.sparksoftmax.train;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.train.checkpoint.TrainingListener;

/**
 * Progress metrics of one run. {@link SoftmaxPlugin} publishes those of the application's most
 * recently started run.
 */
final class RunMetrics implements TrainingListener {

  /** The most recently started run of each active application. */
  private static final Map<String, AtomicReference<RunMetrics>> LAST = new ConcurrentHashMap<>();

  private final long rows;
  private final double fraction;
  private volatile Values values = Values.NONE;
  private double preparationPasses;
  private int evaluations;
  private double seconds;

  RunMetrics(long rows, double fraction) {
    this.rows = rows;
    this.fraction = fraction;
  }

  /**
   * Registers a new run of an application.
   *
   * @param rows number of rows of the training data
   * @param fraction fraction of the rows that an evaluation reads
   */
  static RunMetrics begin(SparkContext application, long rows, double fraction) {
    RunMetrics metrics = new RunMetrics(rows, fraction);
    AtomicReference<RunMetrics> last = LAST.get(application.applicationId());
    if (last != null) {
      last.set(metrics);
    }
    return metrics;
  }

  /**
   * Tracks the runs of an application until {@link #forget} is called.
   *
   * @return the metrics of the most recently started run, also after the application has ended
   */
  static Supplier<Values> watch(String application) {
    AtomicReference<RunMetrics> last = new AtomicReference<>(new RunMetrics(0, 1));
    LAST.put(application, last);
    return () -> last.get().values();
  }

  /** Stops tracking the runs of an application. */
  static void forget(String application) {
    LAST.remove(application);
  }

  /**
   * The metrics of an iteration; undefined ones are NaN.
   *
   * @param rowsPerSecond the rate at which evaluations have read rows since the previous iteration
   * @param passes the number of passes over the training data
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

    static final Values NONE =
        new Values(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** The metrics of the last iteration of this run. */
  Values values() {
    return values;
  }

  /** Adds the passes over the data that preceded the first evaluation. */
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
    Values before = values;
    values =
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
