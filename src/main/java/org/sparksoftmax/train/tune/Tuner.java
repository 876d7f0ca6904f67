package org.sparksoftmax.train.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.TuneConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.CrossValidationFolds;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.train.Penalties;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.pass.StackedEvaluator;

/**
 * Trains every configuration of a grid on one cached copy of the data, in lock-step: each pass
 * computes the gradients of all active runs. With folds, it trains each configuration once for each
 * fold, in the same passes. A limited number of runs is active at once; as one ends, the next one
 * starts.
 */
public final class Tuner {

  /** The maximum number of active runs. More would share the reading of features no better. */
  public static final int MOST_AT_ONCE = 64;

  /** With this many rows for each fold, none is empty in practice. */
  private static final int ENOUGH_ROWS = 64;

  /** The number of rows of a fold that a message proposes. */
  private static final int USUAL_ROWS = 20;

  private final TrainingData data;
  private final List<Candidate> candidates;
  private final CrossValidationFolds folds;
  private final int parts;

  /**
   * @param candidates at least one configuration; they differ only in penalty and optimizer
   */
  public Tuner(TrainingData data, List<Candidate> candidates) {
    this.data = data;
    this.candidates = List.copyOf(candidates);
    TuneConfig tune = candidates.get(0).config().tune();
    this.folds = tune.folds() == 0 ? null : new CrossValidationFolds(tune.folds(), tune.foldSeed());
    this.parts = folds == null ? 1 : folds.count();
  }

  /**
   * A configuration of the grid.
   *
   * @param overrides the {@code key=value} pairs that set its values
   * @param config the configuration, which may lack the lists of values of the grid
   */
  public record Candidate(List<String> overrides, TrainingConfig config) {}

  /** A listener for the progress of a search. */
  public interface Listener {

    /**
     * Called when a pass over the data has completed.
     *
     * @param passes the number of passes so far
     * @param live the number of active runs
     * @param ended the number of runs that have ended
     */
    void pass(int passes, int live, int ended);
  }

  /**
   * The result of a training run of a candidate, without its model; with folds, the run leaves out
   * one fold.
   *
   * @param failed whether the run failed; see {@link
   *     org.sparksoftmax.math.optimize.OptimizationResult#isFailure}
   * @param regularizationStrength λ of the penalty, with {@code auto} resolved
   * @param logLoss the log loss on the held-out rows
   * @param accuracy the accuracy on the held-out rows
   */
  public record Run(
      StopReason stopReason,
      boolean failed,
      int iterations,
      int evaluations,
      double regularizationStrength,
      double objective,
      double gradientNorm,
      String modelSha256,
      double logLoss,
      double accuracy) {

    static Run of(Trainer.Result result, StackedEvaluator.Measures measures) {
      OptimizationResult end = result.optimization();
      return new Run(
          end.stopReason(),
          end.isFailure(),
          end.state().iteration(),
          end.state().evaluations(),
          result.regularizationStrength(),
          end.state().value().objective(),
          end.state().value().gradientNorm(),
          result.model().sha256(),
          measures.logLoss(),
          measures.accuracy());
    }

    double value(EarlyStoppingConfig.Metric metric) {
      return switch (metric) {
        case LOSS -> logLoss;
        case ACCURACY -> accuracy;
      };
    }

    /** The value to rank by; lower is better. */
    double rank(EarlyStoppingConfig.Metric metric) {
      return metric == EarlyStoppingConfig.Metric.LOSS ? logLoss : -accuracy;
    }

    /** Whether the result can be compared with others. */
    public boolean isUsable() {
      return !failed && Double.isFinite(logLoss);
    }
  }

  /**
   * The score of a candidate.
   *
   * @param runs the only run, or one run for each fold
   */
  public record Score(Candidate candidate, List<Run> runs) {

    /** The mean over the runs. */
    public double logLoss() {
      return runs.stream().mapToDouble(Run::logLoss).average().orElse(Double.NaN);
    }

    /** The mean over the runs. */
    public double accuracy() {
      return runs.stream().mapToDouble(Run::accuracy).average().orElse(Double.NaN);
    }

    /** The standard error of the mean of {@code metric}; NaN for a single run. */
    public double standardError(EarlyStoppingConfig.Metric metric) {
      int n = runs.size();
      double mean = runs.stream().mapToDouble(run -> run.value(metric)).sum() / n;
      double squares =
          runs.stream()
              .mapToDouble(run -> run.value(metric) - mean)
              .map(difference -> difference * difference)
              .sum();
      return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
    }

    /** Whether every run is usable. */
    public boolean isUsable() {
      return runs.stream().allMatch(Run::isUsable);
    }

    /** The value to rank by; lower is better. */
    public double rank(EarlyStoppingConfig.Metric metric) {
      return metric == EarlyStoppingConfig.Metric.LOSS ? logLoss() : -accuracy();
    }
  }

  /**
   * The outcome of the grid search.
   *
   * @param scores the scores in grid order
   * @param best the best usable score, the first in case of ties; empty if none is usable
   * @param passes the number of passes over the data, shared by all runs
   * @param resultOfBest the training result of the best configuration; empty with folds
   */
  public record Result(
      List<Score> scores,
      Optional<Score> best,
      int passes,
      Optional<Trainer.Result> resultOfBest) {}

  /** Trains and compares all candidates. */
  public Result tune(Listener listener) {
    return tune(listener, Optional.empty());
  }

  /**
   * Trains and compares all candidates.
   *
   * @param store keeps the results of runs as they end; runs that it already has are not repeated,
   *     except the best one if its model is needed
   * @throws ConfigException if there are too many folds for the data, or if Spark has too little
   *     memory
   */
  public Result tune(Listener listener, Optional<SearchStore> store) {
    requireRowsInFolds();
    TunedRuns runs = new TunedRuns(data, candidates, folds);
    runs.requireMemory();
    store.ifPresent(kept -> kept.during(data));
    TuneConfig tune = candidates.get(0).config().tune();
    SearchState state =
        new SearchState(
            candidates.size() * parts,
            folds == null ? Optional.of(tune.metric()) : Optional.empty(),
            store);
    int before = store.map(SearchStore::passes).orElse(0);
    int[] left = state.left();
    int passes = left.length == 0 ? before : train(left, runs, state, listener, before);
    return result(state, passes);
  }

  /**
   * Executes the runs that are left.
   *
   * @param left the numbers of these runs
   * @param before the number of earlier passes
   * @return the number of passes so far
   */
  private int train(int[] left, TunedRuns runs, SearchState state, Listener listener, int before) {
    int atOnce = Math.min(left.length, MOST_AT_ONCE);
    LockStep lockStep =
        new LockStep(
            runs.sums(),
            runs.storedLayout(),
            atOnce,
            (numbers, rawParameters) -> measures(runs.storedLayout(), numbers, rawParameters),
            new LockStep.PassListener() {
              private int soFar = before;

              @Override
              public void begins() {
                state.save(soFar);
              }

              @Override
              public void ended(int passes, int live) {
                soFar = before + passes;
                listener.pass(soFar, live, state.ended());
              }
            });
    RunPool.Watcher watcher =
        new RunPool.Watcher() {
          @Override
          public void threadEnded() {
            lockStep.leave();
          }

          @Override
          public void failed() {
            lockStep.abort();
          }
        };
    RunPool pool = new RunPool(left, number -> train(number, runs, lockStep, state), watcher);
    try {
      pool.execute(atOnce);
      state.save(before + lockStep.passes());
      return before + lockStep.passes();
    } catch (Throwable failure) { // Spark's exceptions are undeclared
      saveAfter(failure, state, before + lockStep.passes());
      throw failure;
    }
  }

  /** Saves the last runs that ended before a failure, unless that fails too. */
  private static void saveAfter(Throwable failure, SearchState state, int passes) {
    try {
      state.save(passes);
    } catch (RuntimeException | OutOfMemoryError cannot) {
      failure.addSuppressed(cannot);
    }
  }

  private void train(int number, TunedRuns runs, LockStep lockStep, SearchState state) {
    Trainer.Result result = runs.train(number, lockStep.ofRun(number));
    StackedEvaluator.Measures measures =
        lockStep.measure(number, result.model().parameters(data.order()));
    state.add(number, Run.of(result, measures), result);
  }

  private List<StackedEvaluator.Measures> measures(
      ParameterLayout layout, int[] numbers, List<double[]> rawParameters) {
    DataSet set = folds == null ? data.validation().orElseThrow() : data.train();
    int[] heldOut = Arrays.stream(numbers).map(number -> number % parts).toArray();
    return StackedEvaluator.evaluate(layout, rawParameters, set, folds, heldOut);
  }

  /** Checks that every fold has rows to evaluate on. */
  private void requireRowsInFolds() {
    long rows = data.train().rows();
    if (folds == null || rows >= (long) ENOUGH_ROWS * parts) {
      return;
    }
    if (parts > rows) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid tune.folds = %d: must be at most the number of training rows, %,d",
              parts,
              rows));
    }
    List<Targets> targets = new ArrayList<>(List.of(Targets.PLAIN));
    IntStream.range(0, parts).forEach(f -> targets.add(Targets.PLAIN.without(folds, f)));
    double[] weights = Penalties.weightSums(data.train(), targets);
    long empty = Arrays.stream(weights).skip(1).filter(weight -> weight == weights[0]).count();
    if (empty > 0) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid tune.folds = %d: the %,d training rows, which are assigned at random, leave %s without a row; set at most %d",
              parts,
              rows,
              Count.of(empty, "fold"),
              Math.max(2, rows / USUAL_ROWS)));
    }
  }

  private Result result(SearchState state, int passes) {
    EarlyStoppingConfig.Metric metric = candidates.get(0).config().tune().metric();
    List<Score> scores = new ArrayList<>();
    Optional<Score> best = Optional.empty();
    for (int c = 0; c < candidates.size(); c++) {
      List<Run> runs = new ArrayList<>();
      for (int f = 0; f < parts; f++) {
        runs.add(state.run(c * parts + f));
      }
      Score score = new Score(candidates.get(c), List.copyOf(runs));
      scores.add(score);
      boolean better =
          score.isUsable() && (best.isEmpty() || score.rank(metric) < best.get().rank(metric));
      best = better ? Optional.of(score) : best;
    }
    return new Result(List.copyOf(scores), best, passes, state.resultOfBest());
  }
}
