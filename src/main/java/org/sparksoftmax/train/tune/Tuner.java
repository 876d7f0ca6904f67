package org.sparksoftmax.train.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.TuneConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.CrossValidationFolds;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.Penalty;
import org.sparksoftmax.train.Optimizers;
import org.sparksoftmax.train.Penalties;
import org.sparksoftmax.train.Preflight;
import org.sparksoftmax.train.RunWatch;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.TrainingProblem;
import org.sparksoftmax.train.Unchecked;
import org.sparksoftmax.train.pass.JobNames;
import org.sparksoftmax.train.pass.RowSample;
import org.sparksoftmax.train.pass.SparkSums;
import org.sparksoftmax.train.pass.StackedEvaluator;

/**
 * Trains every configuration of a grid on one cached copy of the data, in lock-step: each pass
 * computes the gradients of all active runs. With folds, it trains each configuration once for each
 * fold, in the same passes.
 */
public final class Tuner {

  private final TrainingData data;
  private final List<Candidate> candidates;
  private final CrossValidationFolds folds;

  /**
   * @param candidates at least one configuration; they differ only in penalty and optimizer
   */
  public Tuner(TrainingData data, List<Candidate> candidates) {
    this.data = data;
    this.candidates = List.copyOf(candidates);
    TuneConfig tune = candidates.get(0).config().tune();
    this.folds = tune.folds() == 0 ? null : new CrossValidationFolds(tune.folds(), tune.foldSeed());
  }

  /**
   * A configuration of the grid.
   *
   * @param overrides the {@code key=value} pairs that set its values
   */
  public record Candidate(List<String> overrides, TrainingConfig config) {}

  /**
   * A training run of a candidate; with folds, it leaves out one fold.
   *
   * @param logLoss the log loss on the held-out rows
   * @param accuracy the accuracy on the held-out rows
   */
  public record Run(Trainer.Result result, double logLoss, double accuracy) {

    double value(EarlyStoppingConfig.Metric metric) {
      return switch (metric) {
        case LOSS -> logLoss;
        case ACCURACY -> accuracy;
      };
    }

    /** Whether the result can be compared with others. */
    public boolean isUsable() {
      return !result.optimization().isFailure() && Double.isFinite(logLoss);
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
    double rank(EarlyStoppingConfig.Metric metric) {
      return metric == EarlyStoppingConfig.Metric.LOSS ? logLoss() : -accuracy();
    }
  }

  /**
   * The outcome of the grid search.
   *
   * @param scores the scores in grid order
   * @param best the best usable score, the first in case of ties; empty if none is usable
   * @param passes the number of passes over the data, shared by all runs
   */
  public record Result(List<Score> scores, Optional<Score> best, int passes) {}

  /** Trains and compares all candidates. */
  public Result tune(LockStep.PassListener listener) {
    int parts = folds == null ? 1 : folds.count();
    TrainingConfig first = candidates.get(0).config();
    List<Targets> targets = targets(first, parts);
    Penalties penalties = Penalties.of(anyAuto(), data.train(), targets);
    List<TrainingProblem> problems = new ArrayList<>();
    List<Supplier<Optional<RowSample>>> samples = new ArrayList<>();
    for (int f = 0; f < parts; f++) {
      Penalty penalty = penalties.penalty(first.regularization(), f);
      TrainingProblem problem = TrainingProblem.of(first, data, targets.get(f), penalty, 0);
      problems.add(problem);
      samples.add(once(problem, candidates.size() * parts));
    }
    requireMemory(problems.get(0), candidates.size() * parts);
    double largest = problems.get(0).targets().largestClassWeight();
    LockStep lockStep =
        new LockStep(
            new SparkSums(data.train(), largest),
            problems.get(0).objectiveSpec().storedLayout(),
            candidates.size() * parts,
            listener);
    List<Trainer.Result> results = runAll(problems, penalties, samples, lockStep);
    return result(results, measures(results, problems, parts), parts, lockStep.passes());
  }

  /** The targets for the training rows of each fold, or for all rows without folds. */
  private List<Targets> targets(TrainingConfig config, int parts) {
    Targets all = TrainingProblem.targets(config, data);
    return IntStream.range(0, parts)
        .mapToObj(f -> folds == null ? all : all.without(folds, f))
        .toList();
  }

  private boolean anyAuto() {
    return candidates.stream().anyMatch(each -> each.config().regularization().isAuto());
  }

  private void requireMemory(TrainingProblem problem, int runs) {
    TrainingConfig config = candidates.get(0).config();
    new Preflight(config, data).requireMemory(problem.layout(), problem.preconditioner(), runs);
  }

  /** A sample of the rows of {@code problem}, taken on first use. */
  private static Supplier<Optional<RowSample>> once(TrainingProblem problem, int runs) {
    List<Optional<RowSample>> taken = new ArrayList<>();
    return () -> {
      if (taken.isEmpty()) {
        taken.add(RowSample.of(problem.data().train(), problem.layout(), problem.targets(), runs));
      }
      return taken.get(0);
    };
  }

  /**
   * Executes all runs in parallel, each in its own thread. Results are ordered by candidate, then
   * fold.
   */
  private List<Trainer.Result> runAll(
      List<TrainingProblem> problems,
      Penalties penalties,
      List<Supplier<Optional<RowSample>>> samples,
      LockStep lockStep) {
    List<Supplier<Trainer.Result>> runs = new ArrayList<>();
    for (Candidate candidate : candidates) {
      for (int f = 0; f < problems.size(); f++) {
        int number = runs.size();
        Penalty penalty = penalties.penalty(candidate.config().regularization(), f);
        TrainingProblem problem = problems.get(f).forRun(candidate.config(), penalty);
        runs.add(
            prepared(
                candidate,
                problem,
                candidates.size() * problems.size(),
                samples.get(f),
                lockStep,
                number));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    try {
      List<Future<Trainer.Result>> futures = new ArrayList<>();
      for (Supplier<Trainer.Result> run : runs) {
        futures.add(
            threads.submit(
                () -> {
                  try {
                    return run.get();
                  } finally {
                    lockStep.leave();
                  }
                }));
      }
      List<Trainer.Result> results = new ArrayList<>();
      for (Future<Trainer.Result> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException failed) {
      throw Unchecked.rethrow(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while tuning", stopped);
    } finally {
      threads.shutdownNow();
    }
  }

  private Supplier<Trainer.Result> prepared(
      Candidate candidate,
      TrainingProblem problem,
      int runs,
      Supplier<Optional<RowSample>> sample,
      LockStep lockStep,
      int number) {
    OptimizerConfig optimizer = candidate.config().optimizer();
    Objective objective = new SoftmaxObjective(problem.objectiveSpec(), lockStep.ofRun(number));
    Optimizers.Choice choice = Optimizers.of(optimizer, problem, runs, sample);
    return () ->
        Trainer.run(
            candidate.config(),
            problem,
            objective,
            choice,
            0,
            new RunWatch(
                optimizer,
                // The results of the other runs are discarded.
                optimizer.keepsBest() ? problem::validation : parameters -> Optional.empty(),
                (state, seconds, measures, selection) -> {},
                new JobNames(data.context()),
                new Start.Anew()),
            new Start.Anew());
  }

  private List<StackedEvaluator.Measures> measures(
      List<Trainer.Result> results, List<TrainingProblem> problems, int parts) {
    List<double[]> rawParameters = new ArrayList<>();
    int[] heldOut = new int[results.size()];
    for (int r = 0; r < results.size(); r++) {
      heldOut[r] = r % parts;
      rawParameters.add(results.get(r).model().parameters(data.order()));
    }
    DataSet set = folds == null ? data.validation().orElseThrow() : data.train();
    ParameterLayout layout = problems.get(0).objectiveSpec().storedLayout();
    return StackedEvaluator.evaluate(layout, rawParameters, set, folds, heldOut);
  }

  private Result result(
      List<Trainer.Result> results,
      List<StackedEvaluator.Measures> measures,
      int parts,
      int passes) {
    EarlyStoppingConfig.Metric metric = candidates.get(0).config().tune().metric();
    List<Score> scores = new ArrayList<>();
    Optional<Score> best = Optional.empty();
    for (int c = 0; c < candidates.size(); c++) {
      List<Run> runs = new ArrayList<>();
      for (int f = 0; f < parts; f++) {
        int r = c * parts + f;
        StackedEvaluator.Measures ofRun = measures.get(r);
        runs.add(new Run(results.get(r), ofRun.logLoss(), ofRun.accuracy()));
      }
      Score score = new Score(candidates.get(c), List.copyOf(runs));
      scores.add(score);
      boolean better =
          score.isUsable() && (best.isEmpty() || score.rank(metric) < best.get().rank(metric));
      best = better ? Optional.of(score) : best;
    }
    return new Result(List.copyOf(scores), best, passes);
  }
}
