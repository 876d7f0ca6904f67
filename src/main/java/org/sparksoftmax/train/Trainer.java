package org.sparksoftmax.train;

import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.Objective;
import org.sparksoftmax.optimize.GradientDescent;
import org.sparksoftmax.optimize.Lbfgs;
import org.sparksoftmax.optimize.Minimizer;
import org.sparksoftmax.optimize.OptimizationResult;
import org.sparksoftmax.optimize.Optimizer;
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
   */
  public record Result(OptimizationResult optimization, SoftmaxModel model) {}

  /** Minimises the objective from θ = 0. */
  public Result train(TrainingData data, TrainingListener listener) {
    ParameterLayout layout =
        new ParameterLayout(
            data.schema().features(), data.classes().size(), config.intercept(), data.order());
    Objective objective = objective(data, layout);
    Minimizer minimizer =
        new Minimizer(
            optimizer(config.optimizer()),
            config.optimizer().maxIterations(),
            config.optimizer().tolerance());
    long start = System.nanoTime();
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
                                    model(data, layout, state.parameters()), set))));
    return new Result(result, model(data, layout, result.state().parameters()));
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

  private static Optimizer optimizer(OptimizerConfig config) {
    OptimizerConfig.StepSize stepSize = config.stepSize();
    return switch (config.type()) {
      case LBFGS -> new Lbfgs(config.history());
      case GRADIENT_DESCENT ->
          switch (stepSize.schedule()) {
            case CONSTANT -> GradientDescent.constant(stepSize.initial());
            case BACKTRACKING -> GradientDescent.backtracking(stepSize.initial());
          };
    };
  }
}
