package org.sparksoftmax.train.tune;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.CrossValidationFolds;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.BlockSums;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.Penalty;
import org.sparksoftmax.train.Optimizers;
import org.sparksoftmax.train.Penalties;
import org.sparksoftmax.train.Preflight;
import org.sparksoftmax.train.RunWatch;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.TrainingProblem;
import org.sparksoftmax.train.pass.JobNames;
import org.sparksoftmax.train.pass.RowSample;
import org.sparksoftmax.train.pass.SparkSums;

/**
 * Trains the runs of a grid: run c·F + f is candidate c without fold f of F. What the runs of a
 * fold share is prepared by the first of them.
 */
final class TunedRuns {

  private final TrainingData data;
  private final List<Tuner.Candidate> candidates;
  private final TrainingConfig first;
  private final Penalties penalties;
  private final List<Fold> folds;

  /** What the runs that leave out one fold share; null before it is prepared. */
  private static final class Fold {

    private final Targets targets;
    private TrainingProblem problem;

    /** Null before it is taken. */
    private Optional<RowSample> sample;

    Fold(Targets targets) {
      this.targets = targets;
    }
  }

  /** A run that is ready to start. */
  private record Prepared(TrainingProblem problem, Optimizers.Choice choice) {}

  /**
   * @param folds null for runs on all rows
   */
  TunedRuns(TrainingData data, List<Tuner.Candidate> candidates, CrossValidationFolds folds) {
    this.data = data;
    this.candidates = candidates;
    this.first = candidates.get(0).config();
    Targets all = TrainingProblem.targets(first, data);
    List<Targets> targets =
        folds == null
            ? List.of(all)
            : IntStream.range(0, folds.count()).mapToObj(f -> all.without(folds, f)).toList();
    boolean anyAuto = candidates.stream().anyMatch(each -> each.config().regularization().isAuto());
    this.penalties = Penalties.of(anyAuto, data.train(), targets);
    this.folds = targets.stream().map(Fold::new).toList();
  }

  private int total() {
    return candidates.size() * folds.size();
  }

  private int atOnce() {
    return Math.min(total(), Tuner.MOST_AT_ONCE);
  }

  /**
   * Checks the memory for the runs that are active at once.
   *
   * @throws org.sparksoftmax.config.ConfigException if Spark has too little
   */
  void requireMemory() {
    TrainingProblem problem = problem(0);
    new Preflight(first, data).requireMemory(problem.layout(), problem.preconditioner(), atOnce());
  }

  /** The sums that the runs share. */
  SparkSums sums() {
    return new SparkSums(data.train(), folds.get(0).targets.largestClassWeight());
  }

  /** The layout of θ for the features as stored, of every run. */
  ParameterLayout storedLayout() {
    return problem(0).objectiveSpec().storedLayout();
  }

  /** The problem of the runs without fold {@code f}, prepared on first use. */
  private synchronized TrainingProblem problem(int f) {
    Fold fold = folds.get(f);
    if (fold.problem == null) {
      Penalty penalty = penalties.penalty(first.regularization(), f);
      fold.problem = TrainingProblem.of(first, data, fold.targets, penalty, 0);
    }
    return fold.problem;
  }

  /**
   * Prepares a run. One at a time, because it may take a sample that others use, too.
   *
   * @param number of the run
   */
  private synchronized Prepared prepare(int number) {
    TrainingConfig config = config(number);
    int f = number % folds.size();
    Penalty penalty = penalties.penalty(config.regularization(), f);
    TrainingProblem problem = problem(f).forRun(config, penalty);
    Optimizers.Choice choice =
        Optimizers.of(config.optimizer(), problem, atOnce(), sampleOf(folds.get(f)));
    return new Prepared(problem, choice);
  }

  private Supplier<Optional<RowSample>> sampleOf(Fold fold) {
    return () -> {
      if (fold.sample == null) {
        TrainingProblem problem = fold.problem;
        fold.sample = RowSample.of(data.train(), problem.layout(), problem.targets(), total());
      }
      return fold.sample;
    };
  }

  private TrainingConfig config(int number) {
    return candidates.get(number / folds.size()).config();
  }

  /** Trains a run on {@code sums}. */
  Trainer.Result train(int number, BlockSums sums) {
    Prepared run = prepare(number);
    TrainingProblem problem = run.problem();
    OptimizerConfig optimizer = config(number).optimizer();
    return Trainer.run(
        config(number),
        problem,
        new SoftmaxObjective(problem.objectiveSpec(), sums),
        run.choice(),
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
}
