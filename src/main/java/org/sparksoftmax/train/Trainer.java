package org.sparksoftmax.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.checkpoint.Checkpoint;
import org.sparksoftmax.train.checkpoint.TrainingListener;
import org.sparksoftmax.train.pass.JobNames;
import org.sparksoftmax.train.pass.ValidationPass;

/** Trains a softmax classifier on loaded data. */
public final class Trainer {

  private final TrainingConfig config;

  public Trainer(TrainingConfig config) {
    this.config = config;
  }

  /**
   * The outcome of a training run.
   *
   * @param optimization the optimisation; its state has the parameters of the model and the
   *     objective on all data
   * @param model the model with these parameters, regardless of the stop reason
   * @param regularizationStrength λ of the penalty, with {@code auto} resolved
   * @param origin the reference of the tolerance: the objective and its gradient at the starting
   *     point of a run without a warm start, which is θ = 0 for a linear model
   * @param bestIteration the iteration with the best validation score, if its parameters became the
   *     model
   * @param passes the number of passes over the training data
   * @param preconditioner the cost of the preconditioner, if there was one
   * @param refinedAt the iteration at which the run switched to float64 because float32 was too
   *     inexact for further progress, although the data is stored with less precision
   * @param noisiest the features that contribute most to the rounding error, if it stopped the run
   */
  public record Result(
      OptimizationResult optimization,
      SoftmaxModel model,
      double regularizationStrength,
      Minimizer.Origin origin,
      Optional<Integer> bestIteration,
      double passes,
      Optional<PreconditionerReport> preconditioner,
      OptionalInt refinedAt,
      List<String> noisiest) {

    /** Returns this result with another model that has the same probabilities. */
    public Result withModel(SoftmaxModel other) {
      return new Result(
          optimization,
          other,
          regularizationStrength,
          origin,
          bestIteration,
          passes,
          preconditioner,
          refinedAt,
          noisiest);
    }
  }

  /**
   * The cost of a preconditioner.
   *
   * @param kind {@code hessian} or {@code diagonal}
   * @param sampleRows the number of rows from which it was computed; 0 if not from a sample
   * @param products number of products of the sampled Hessian with a vector
   * @param seconds the time for this work, which is part of the training time
   */
  public record PreconditionerReport(String kind, int sampleRows, long products, double seconds) {}

  /**
   * Minimises the objective.
   *
   * @param listener the listener to notify of each iteration
   * @throws org.sparksoftmax.config.ConfigException if Spark has too little memory for the run
   */
  public Result train(TrainingData data, Start start, TrainingListener listener) {
    OptimizerConfig optimizer = config.optimizer();
    Preflight preflight = new Preflight(config, data);
    TrainingProblem problem = TrainingProblem.of(config, data);
    preflight.requireMemory(problem.layout(), problem.preconditioner());
    JobNames jobs = new JobNames(data.context());
    RunMetrics metrics =
        RunMetrics.begin(
            data.context(),
            data.train().rows(),
            optimizer.miniBatches().share(data.train().rows()));
    Optional<ValidationPass> validation = problem.validationPass();
    SoftmaxObjective objective = problem.objective(jobs, validation);
    RunWatch.Validation measures =
        new RunWatch.Validation() {
          @Override
          public void expect(boolean next) {
            validation.ifPresent(pass -> pass.expect(next));
          }

          @Override
          public Optional<ClassificationReport> at(double[] parameters) {
            return validation.map(pass -> pass.at(objective.storedParameters(parameters)));
          }
        };
    RunWatch watch = new RunWatch(optimizer, measures, metrics.andThen(listener), jobs, start);
    double before = watch.seconds();
    Optimizers.Choice choice = Optimizers.of(optimizer, problem);
    metrics.prepared(problem.preparationPasses() + choice.preparationPasses());
    double preparation = watch.seconds() - before;
    return run(config, problem, objective, choice, preparation, watch, start);
  }

  /** Runs a prepared update rule on an objective, which may share its passes with other runs. */
  public static Result run(
      TrainingConfig config,
      TrainingProblem problem,
      Objective objective,
      Optimizers.Choice choice,
      double preparation,
      RunWatch watch,
      Start start) {
    OptimizerConfig optimizer = config.optimizer();
    Minimizer minimizer =
        new Minimizer(
            choice.optimizer(),
            optimizer.maxIterations(),
            optimizer.tolerance(),
            optimizer.stopping().objectiveTolerance(),
            watch::reached);
    Optional<Checkpoint> from = start.resumedFrom();
    Minimizer.Start first = first(config, minimizer, problem, objective, start);
    watch.begins(first.origin());
    OptionalInt refinedAt = from.map(Checkpoint::refinedAt).orElse(OptionalInt.empty());
    Objective current = refinedAt.isPresent() ? objective.inFloat64().orElse(objective) : objective;
    OptimizationResult end =
        from.isPresent()
            ? minimizer.resume(current, first.state(), first.origin(), watch::see)
            : minimizer.minimize(current, first, watch::see);
    Optional<Objective> precise = current.inFloat64();
    if (isOfNoise(end) && config.data().storage() == Storage.AUTO && precise.isPresent()) {
      current = precise.get();
      refinedAt = OptionalInt.of(end.state().iteration());
      watch.refines(end.state().iteration());
      OptimizerState again = end.state().evaluatedAt(end.state().parameters(), current);
      end = minimizer.resume(current, again, first.origin(), watch::see);
    }
    OptimizationResult chosen = chosen(end, current, watch, choice.optimizer().seesAllData());
    double passes =
        problem.preparationPasses()
            + choice.preparationPasses()
            + end.state().evaluations()
                * optimizer.miniBatches().share(problem.data().train().rows())
            + (chosen.state().evaluations() - end.state().evaluations());
    return new Result(
        chosen,
        problem.model(chosen.state().parameters()),
        problem.penalty().strength(),
        first.origin(),
        watch.selection().best().map(Selection.Best::iteration),
        passes,
        report(choice, preparation),
        refinedAt,
        chosen.limit().isPresent() ? problem.noisiest(chosen.state().parameters()) : List.of());
  }

  /** Whether the run stopped because of rounding error and may continue in float64. */
  private static boolean isOfNoise(OptimizationResult end) {
    return end.limit().isPresent();
  }

  private static Minimizer.Start first(
      TrainingConfig config,
      Minimizer minimizer,
      TrainingProblem problem,
      Objective objective,
      Start start) {
    if (start instanceof Start.Resume resume) {
      return new Minimizer.Start(resume.checkpoint().state(), resume.checkpoint().origin());
    }
    double[] usual = problem.start(config.optimizer().miniBatches().seed());
    return start instanceof Start.From from
        ? minimizer.warmStart(objective, problem.coordinatesOf(from.model()), usual)
        : minimizer.start(objective, usual);
  }

  /** Returns the result at the parameters of the chosen model, with the objective on all data. */
  private static OptimizationResult chosen(
      OptimizationResult end, Objective objective, RunWatch watch, boolean seenOnAllData) {
    OptimizerState last = end.state();
    double[] parameters = watch.result(last);
    if (seenOnAllData && parameters == last.parameters()) {
      return end;
    }
    return new OptimizationResult(
        last.evaluatedAt(parameters, objective), end.stopReason(), end.limit());
  }

  private static Optional<PreconditionerReport> report(
      Optimizers.Choice choice, double preparation) {
    return switch (choice.preconditioner()) {
      case HESSIAN ->
          choice
              .newton()
              .map(
                  used ->
                      new PreconditionerReport(
                          "hessian",
                          choice.sampleRows(),
                          used.products(),
                          preparation + used.seconds()));
      case DIAGONAL -> Optional.of(new PreconditionerReport("diagonal", 0, 0, preparation));
      case NONE, AUTO -> Optional.empty();
    };
  }
}
