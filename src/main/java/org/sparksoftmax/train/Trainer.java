package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.DataObjective;
import org.sparksoftmax.objective.Objective;
import org.sparksoftmax.objective.SampledHessian;
import org.sparksoftmax.optimize.GradientDescent;
import org.sparksoftmax.optimize.Lbfgs;
import org.sparksoftmax.optimize.Minimizer;
import org.sparksoftmax.optimize.NewtonPreconditioner;
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
   * @param preconditioner what made fewer passes do, if anything did
   */
  public record Result(
      OptimizationResult optimization,
      SoftmaxModel model,
      Optional<PreconditionerReport> preconditioner) {}

  /**
   * What a preconditioner did.
   *
   * @param kind {@code hessian}
   * @param sampleRows rows that it was computed from
   * @param products of the Hessian of the sample with a vector
   * @param seconds that all this took, which are part of the training's
   */
  public record PreconditionerReport(String kind, int sampleRows, long products, double seconds) {}

  /** Minimises the objective from θ = 0. */
  public Result train(TrainingData data, TrainingListener listener) {
    ParameterLayout layout =
        new ParameterLayout(
            data.schema().features(), data.classes().size(), config.intercept(), data.order());
    long start = System.nanoTime();
    Objective objective = objective(data, layout);
    Optional<SampledHessian> hessian = sampledHessian(data, layout);
    double sampling = (System.nanoTime() - start) * 1e-9;
    Optional<NewtonPreconditioner> preconditioner = hessian.map(NewtonPreconditioner::new);
    Minimizer minimizer =
        new Minimizer(
            optimizer(config.optimizer(), preconditioner),
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
    return new Result(
        result,
        model(data, layout, result.state().parameters()),
        preconditioner.map(
            used ->
                new PreconditionerReport(
                    "hessian",
                    hessian.orElseThrow().rows(),
                    used.products(),
                    sampling + used.seconds())));
  }

  private Optional<SampledHessian> sampledHessian(TrainingData data, ParameterLayout layout) {
    if (config.optimizer().type() != OptimizerConfig.Type.LBFGS
        || config.optimizer().preconditioner() == PreconditionerChoice.NONE) {
      return Optional.empty();
    }
    if (config.optimizer().preconditioner() == PreconditionerChoice.AUTO
        && RowSample.wantedRows(data.train(), layout) < layout.features()) {
      return Optional.empty();
    }
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
      OptimizerConfig config, Optional<NewtonPreconditioner> preconditioner) {
    OptimizerConfig.StepSize stepSize = config.stepSize();
    return switch (config.type()) {
      case LBFGS ->
          preconditioner
              .map(used -> new Lbfgs(config.history(), used))
              .orElseGet(() -> new Lbfgs(config.history()));
      case GRADIENT_DESCENT ->
          switch (stepSize.schedule()) {
            case CONSTANT -> GradientDescent.constant(stepSize.initial());
            case BACKTRACKING -> GradientDescent.backtracking(stepSize.initial());
          };
    };
  }
}
