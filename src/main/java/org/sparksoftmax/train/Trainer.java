package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.Objective;
import org.sparksoftmax.optimize.GradientDescent;
import org.sparksoftmax.optimize.Lbfgs;
import org.sparksoftmax.optimize.Minimizer;
import org.sparksoftmax.optimize.OptimizationResult;
import org.sparksoftmax.optimize.Optimizer;
import org.sparksoftmax.optimize.Preconditioner;
import org.sparksoftmax.regularize.L2Regularizer;

/** Trains a linear softmax classifier on data that has been read. */
public final class Trainer {

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
   * How a preconditioner was made.
   *
   * @param kind {@code gram}
   * @param sampleRows rows that it was computed from
   * @param seconds that it took, which are part of the training's
   */
  public record PreconditionerReport(String kind, int sampleRows, double seconds) {}

  /** A preconditioner and how it was made. */
  private record Prepared(Preconditioner preconditioner, Optional<PreconditionerReport> report) {
    static final Prepared NONE = new Prepared(Preconditioner.IDENTITY, Optional.empty());
  }

  /** Minimises the objective from θ = 0. */
  public Result train(TrainingData data, TrainingListener listener) {
    ParameterLayout layout =
        new ParameterLayout(
            data.schema().features(), data.classes().size(), config.intercept(), data.order());
    long start = System.nanoTime();
    Objective objective = objective(data, layout);
    Prepared prepared = prepare(data, layout);
    Minimizer minimizer =
        new Minimizer(
            optimizer(config.optimizer(), prepared.preconditioner()),
            config.optimizer().maxIterations(),
            config.optimizer().tolerance());
    OptimizationResult result =
        minimizer.minimize(
            objective,
            new double[layout.dimension()],
            state ->
                listener.iteration(
                    state,
                    (System.nanoTime() - start) * 1e-9,
                    data.validation()
                        .map(
                            set ->
                                SparkEvaluator.evaluate(
                                    layout,
                                    DataObjective.withWeightsMultiplied(
                                        layout,
                                        state.parameters(),
                                        config.data().featureMultiplier()),
                                    data.classes(),
                                    set))));
    return new Result(result, model(data, layout, result.state().parameters()), prepared.report());
  }

  private Prepared prepare(TrainingData data, ParameterLayout layout) {
    PreconditionerChoice choice = config.optimizer().preconditioner();
    boolean possible =
        layout.order() == WeightOrder.CLASS_MAJOR && layout.features() <= SampledGram.MAX_FEATURES;
    if (choice == PreconditionerChoice.GRAM && !possible) {
      throw new ConfigException(
          "Invalid optimizer.preconditioner = gram: the data is %s (must be dense, of at most %d features): use auto or none"
              .formatted(
                  layout.order() == WeightOrder.CLASS_MAJOR
                      ? "of %d features".formatted(layout.features())
                      : "sparse",
                  SampledGram.MAX_FEATURES));
    }
    boolean wanted = choice != PreconditionerChoice.NONE;
    if (!possible || !wanted || config.optimizer().type() != OptimizerConfig.Type.LBFGS) {
      return Prepared.NONE;
    }
    long start = System.nanoTime();
    SampledGram gram =
        SampledGram.of(data.train(), layout.features(), config.data().featureMultiplier());
    if (gram.rows() == 0) {
      return Prepared.NONE;
    }
    Preconditioner preconditioner = gram.preconditioner(layout, config.regularizationStrength());
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Prepared(
        preconditioner, Optional.of(new PreconditionerReport("gram", gram.rows(), seconds)));
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

  private static Optimizer optimizer(OptimizerConfig config, Preconditioner preconditioner) {
    OptimizerConfig.StepSize stepSize = config.stepSize();
    return switch (config.type()) {
      case LBFGS -> new Lbfgs(config.history(), preconditioner);
      case GRADIENT_DESCENT ->
          switch (stepSize.schedule()) {
            case CONSTANT -> GradientDescent.constant(stepSize.initial());
            case BACKTRACKING -> GradientDescent.backtracking(stepSize.initial());
          };
    };
  }
}
