package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.ResultChoice;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.IterateAverage;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.train.checkpoint.Checkpoint;
import org.sparksoftmax.train.checkpoint.TrainingListener;
import org.sparksoftmax.train.pass.JobNames;

/**
 * Observes every state of a run. Evaluates it on the validation data when due, keeps candidates for
 * the result, notifies the listener, and checks early stopping and the time limit.
 */
public final class RunWatch {

  private final OptimizerConfig config;
  private final Validation validation;
  private final TrainingListener listener;
  private final JobNames jobs;
  private final long start = System.nanoTime();
  private final double earlierSeconds;
  private Selection selection;

  /** Evaluates states on the validation data, if there is any. */
  public interface Validation {

    /** Called before the next state is computed: tells whether it is to be evaluated. */
    default void expect(boolean next) {}

    /** Evaluates φ. */
    Optional<ClassificationReport> at(double[] parameters);
  }

  /**
   * @param validation evaluates states
   * @param jobs names the following jobs
   * @param start where the run starts
   */
  public RunWatch(
      OptimizerConfig config,
      Validation validation,
      TrainingListener listener,
      JobNames jobs,
      Start start) {
    Optional<Checkpoint> resumed = start.resumedFrom();
    this.config = config;
    this.validation = validation;
    this.listener = listener;
    this.jobs = jobs;
    this.earlierSeconds = resumed.map(Checkpoint::seconds).orElse(0.0);
    this.selection = resumed.map(Checkpoint::selection).orElse(Selection.NONE);
    begin(resumed.map(point -> point.state().iteration() + 1).orElse(0));
  }

  private void begin(int iteration) {
    jobs.beginIteration(iteration);
    validation.expect(isDue(iteration));
  }

  private boolean isDue(int iteration) {
    return iteration % config.validationInterval() == 0 || iteration == config.maxIterations();
  }

  Selection selection() {
    return selection;
  }

  /** The training time in seconds, including that of the resumed run. */
  double seconds() {
    return earlierSeconds + (System.nanoTime() - start) * 1e-9;
  }

  /** Called when a run starts or resumes; its tolerances are relative to {@code origin}. */
  void begins(Minimizer.Origin origin) {
    listener.begins(origin);
  }

  /** Called when the run switches to float64. */
  void refines(int iteration) {
    listener.refines(iteration);
  }

  /** Observes a new state. */
  void see(OptimizerState state) {
    Optional<ClassificationReport> measures =
        isDue(state.iteration())
            ? jobs.validation(() -> validation.at(state.parameters()))
            : Optional.empty();
    Optional<Selection.Best> best = selection.best();
    if (config.keepsBest() && measures.isPresent()) {
      double score = score(measures.get());
      // A NaN score is never the best.
      double bound =
          best.map(b -> b.score() - config.earlyStopping().minImprovement())
              .orElse(Double.POSITIVE_INFINITY);
      if (score < bound) {
        best = Optional.of(new Selection.Best(state.iteration(), score, state.parameters()));
      }
    }
    Optional<IterateAverage> average =
        config.result() == ResultChoice.AVERAGE
            ? Optional.of(
                selection
                    .average()
                    .orElseGet(() -> IterateAverage.empty(state.parameters().length))
                    .with(state.parameters()))
            : Optional.empty();
    selection = new Selection(best, average);
    listener.iteration(state, seconds(), measures, selection);
    begin(state.iteration() + 1);
  }

  /** The reason to stop the run here, if there is one. */
  Optional<StopReason> reached(OptimizerState state) {
    EarlyStoppingConfig early = config.earlyStopping();
    Optional<Selection.Best> best = selection.best();
    if (early.isOn()
        && best.isPresent()
        && state.iteration() - best.get().iteration() >= early.patience()) {
      return Optional.of(StopReason.EARLY_STOPPED);
    }
    double most = config.stopping().maxSeconds();
    return most > 0 && seconds() >= most ? Optional.of(StopReason.MAX_SECONDS) : Optional.empty();
  }

  /** Returns the parameters of the resulting model for a run that ended at {@code last}. */
  double[] result(OptimizerState last) {
    jobs.beginResult();
    validation.expect(false);
    if (config.keepsBest()) {
      return selection.best().map(Selection.Best::parameters).orElse(last.parameters());
    }
    return selection.average().map(IterateAverage::mean).orElse(last.parameters());
  }

  private double score(ClassificationReport report) {
    return switch (config.earlyStopping().metric()) {
      case LOSS -> report.logLoss();
      case ACCURACY -> -report.accuracy();
    };
  }
}
