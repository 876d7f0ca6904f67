package org.sparksoftmax.train;

import java.util.Optional;
import java.util.function.Consumer;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.Objective;
import org.sparksoftmax.objective.SampledHessian;
import org.sparksoftmax.optimize.Diagonal;
import org.sparksoftmax.optimize.GradientDescent;
import org.sparksoftmax.optimize.Lbfgs;
import org.sparksoftmax.optimize.Minimizer;
import org.sparksoftmax.optimize.NewtonPreconditioner;
import org.sparksoftmax.optimize.OptimizationResult;
import org.sparksoftmax.optimize.Optimizer;
import org.sparksoftmax.optimize.OptimizerState;
import org.sparksoftmax.regularize.L2Regularizer;

/** Trains a linear softmax classifier on data that has been read. */
public final class Trainer {

  /**
   * Rows of a sample of sparse data, for each feature, from which on its Hessian pays: with fewer
   * it needs many products, each of which costs as much as the passes over sparse rows it saves.
   */
  private static final int MIN_SPARSE_ROWS = 4;

  private final TrainingConfig config;

  public Trainer(TrainingConfig config) {
    this.config = config;
  }

  /**
   * The outcome of a training run.
   *
   * @param model the model of the last good parameters, whatever the stop reason
   * @param preconditioner what made fewer passes do, if anything did
   */
  public record Result(
      OptimizationResult optimization,
      SoftmaxModel model,
      Optional<PreconditionerReport> preconditioner) {}

  /**
   * What a preconditioner did.
   *
   * @param kind {@code hessian} or {@code diagonal}
   * @param sampleRows rows that it was computed from; 0 if not from a sample
   * @param products of the Hessian of the sample with a vector
   * @param seconds that all this took, which are part of the training's
   */
  public record PreconditionerReport(String kind, int sampleRows, long products, double seconds) {}

  /**
   * Minimises the objective from θ = 0, or goes on from where another run stopped.
   *
   * @param from a state of that run, on the same data and with the same configuration
   * @throws org.sparksoftmax.config.ConfigException if the memory that Spark was given cannot do
   */
  public Result train(TrainingData data, Optional<Checkpoint> from, TrainingListener listener) {
    Preflight preflight = new Preflight(config, data);
    ParameterLayout layout =
        new ParameterLayout(
            data.schema().features(), data.classes().size(), config.intercept(), data.order());
    long start = System.nanoTime();
    Objective objective = objective(data, layout);
    PreconditionerChoice choice = preconditioner(data.train(), layout);
    preflight.requireMemory(layout, choice);
    Optional<SampledHessian> hessian =
        choice == PreconditionerChoice.HESSIAN ? sampledHessian(data, layout) : Optional.empty();
    Optional<Diagonal> diagonal =
        choice == PreconditionerChoice.DIAGONAL
            ? Optional.of(diagonal(data, layout))
            : Optional.empty();
    double preparation = (System.nanoTime() - start) * 1e-9;
    Optional<NewtonPreconditioner> newton = hessian.map(NewtonPreconditioner::new);
    Minimizer minimizer =
        new Minimizer(
            optimizer(config.optimizer(), newton, diagonal),
            config.optimizer().maxIterations(),
            config.optimizer().tolerance());
    double earlier = from.map(Checkpoint::seconds).orElse(0.0);
    Consumer<OptimizerState> show =
        state ->
            listener.iteration(
                state,
                earlier + (System.nanoTime() - start) * 1e-9,
                data.validation().map(set -> measures(layout, state, data, set)));
    OptimizationResult result =
        from.map(point -> minimizer.resume(objective, point.state(), point.origin(), show))
            .orElseGet(() -> minimizer.minimize(objective, new double[layout.dimension()], show));
    return new Result(
        result,
        model(data, layout, result.state().parameters()),
        newton
            .map(
                used ->
                    new PreconditionerReport(
                        "hessian",
                        hessian.orElseThrow().rows(),
                        used.products(),
                        preparation + used.seconds()))
            .or(() -> diagonal.map(d -> new PreconditionerReport("diagonal", 0, 0, preparation))));
  }

  private ClassificationReport measures(
      ParameterLayout layout, OptimizerState state, TrainingData data, DataSet set) {
    double[] raw =
        DataObjective.withWeightsMultiplied(
            layout, state.parameters(), config.data().featureMultiplier());
    return SparkEvaluator.evaluate(layout, raw, data.classes(), set);
  }

  /** What {@code optimizer.preconditioner} means for this data: not AUTO. */
  private PreconditionerChoice preconditioner(DataSet data, ParameterLayout layout) {
    PreconditionerChoice choice = config.optimizer().preconditioner();
    if (config.optimizer().type() != OptimizerConfig.Type.LBFGS) {
      return PreconditionerChoice.NONE;
    }
    if (choice != PreconditionerChoice.AUTO) {
      return choice;
    }
    boolean sparse = layout.order() == WeightOrder.FEATURE_MAJOR;
    double rows = RowSample.wantedRows(data, layout);
    if (rows >= (sparse ? MIN_SPARSE_ROWS : 1) * layout.features()) {
      return PreconditionerChoice.HESSIAN;
    }
    return sparse ? PreconditionerChoice.DIAGONAL : PreconditionerChoice.NONE;
  }

  private Diagonal diagonal(TrainingData data, ParameterLayout layout) {
    return DiagonalScaling.of(
        data.train(), layout, config.data().featureMultiplier(), config.regularizationStrength());
  }

  private Optional<SampledHessian> sampledHessian(TrainingData data, ParameterLayout layout) {
    return RowSample.hessian(
        data.train(), layout, config.data().featureMultiplier(), config.regularizationStrength());
  }

  private Objective objective(TrainingData data, ParameterLayout layout) {
    return new SparkObjective(
        data.train(),
        layout,
        new L2Regularizer(config.regularizationStrength(), layout.weightCount()),
        config.data().featureMultiplier());
  }

  private SoftmaxModel model(TrainingData data, ParameterLayout layout, double[] parameters) {
    return SoftmaxModel.of(
        data.classes(), data.schema(), layout, parameters, config.data().featureMultiplier());
  }

  private static Optimizer optimizer(
      OptimizerConfig config, Optional<NewtonPreconditioner> newton, Optional<Diagonal> diagonal) {
    OptimizerConfig.StepSize stepSize = config.stepSize();
    return switch (config.type()) {
      case LBFGS ->
          newton
              .map(used -> new Lbfgs(config.history(), used))
              .or(() -> diagonal.map(used -> new Lbfgs(config.history(), used)))
              .orElseGet(() -> new Lbfgs(config.history()));
      case GRADIENT_DESCENT ->
          switch (stepSize.schedule()) {
            case CONSTANT -> GradientDescent.constant(stepSize.initial());
            case BACKTRACKING -> GradientDescent.backtracking(stepSize.initial());
          };
    };
  }
}
