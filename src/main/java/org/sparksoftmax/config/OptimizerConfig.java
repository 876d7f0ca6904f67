package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Optional;

/**
 * The update rule and when it stops ({@code optimizer}).
 *
 * @param type the update rule
 * @param stopping when the training rows end a run
 * @param curvature what L-BFGS and OWL-QN learn of the curvature
 * @param stepSize the step size of all other rules
 * @param memory how much of the past first-order rules keep
 * @param miniBatches the data of an update
 * @param selection which of the iterates becomes the model
 * @param warmStart directory of a model to start from
 */
public record OptimizerConfig(
    Type type,
    Stopping stopping,
    Curvature curvature,
    StepSizeConfig stepSize,
    Memory memory,
    MiniBatches miniBatches,
    Selection selection,
    Optional<String> warmStart) {

  public OptimizerConfig {
    new OptimizerRules(type, curvature, stepSize, miniBatches, selection).check();
  }

  /** See {@link Curvature}. */
  public int history() {
    return curvature.history();
  }

  /** See {@link Curvature}. */
  public PreconditionerChoice preconditioner() {
    return curvature.preconditioner();
  }

  /** See {@link Selection}. */
  public ResultChoice result() {
    return selection.result();
  }

  /** See {@link Selection}. */
  public int validationInterval() {
    return selection.validationInterval();
  }

  /** See {@link Selection}. */
  public EarlyStoppingConfig earlyStopping() {
    return selection.earlyStopping();
  }

  /** Most updates of the parameters. */
  public int maxIterations() {
    return stopping.maxIterations();
  }

  /** Share of the first gradient norm at which the run is converged. */
  public double tolerance() {
    return stopping.tolerance();
  }

  /** Whether each step is halved until the objective decreases enough. */
  public boolean backtracks() {
    return backtracks(type, stepSize, miniBatches);
  }

  static boolean backtracks(Type type, StepSizeConfig stepSize, MiniBatches miniBatches) {
    StepSizeConfig.Schedule schedule = stepSize.schedule();
    return type == Type.GRADIENT_DESCENT
        && (schedule == StepSizeConfig.Schedule.BACKTRACKING
            || (schedule == StepSizeConfig.Schedule.AUTO && miniBatches.isWhole()));
  }

  /** Whether the parameters with the best validation score become the model. */
  public boolean keepsBest() {
    return earlyStopping().isOn() || result() == ResultChoice.BEST;
  }

  /** The update rules. */
  public enum Type {
    LBFGS,
    OWLQN,
    GRADIENT_DESCENT,
    MOMENTUM,
    NESTEROV,
    ADAGRAD,
    ADAM;

    /** Whether the rule keeps correction pairs and searches along lines. */
    public boolean isQuasiNewton() {
      return this == LBFGS || this == OWLQN;
    }
  }

  /** Which preconditioner L-BFGS uses ({@code optimizer.preconditioner}). */
  public enum PreconditionerChoice {
    /**
     * {@link #HESSIAN} where the sample has at least as many rows as there are features (four times
     * as many for sparse data), else {@link #DIAGONAL} for sparse and {@link #NONE} for dense data.
     */
    AUTO,
    /** The Hessian on a sample of the rows. */
    HESSIAN,
    /** One factor for each parameter, by the mean square of its feature. */
    DIAGONAL,
    NONE
  }

  /** Which parameters become the model ({@code optimizer.result}). */
  public enum ResultChoice {
    /** Those of the last iteration. */
    LAST,
    /** Those with the best validation score. */
    BEST,
    /** The mean over the last iterations. */
    AVERAGE
  }

  /**
   * What L-BFGS and OWL-QN learn of the curvature.
   *
   * @param history correction pairs that are kept, at least 1
   * @param preconditioner the model of the curvature to start from
   */
  public record Curvature(int history, PreconditionerChoice preconditioner) {

    public Curvature {
      if (history < 1) {
        throw invalid("optimizer.history", history, "must be >= 1");
      }
    }
  }

  /**
   * Which of the iterates becomes the model.
   *
   * @param validationInterval iterations from one evaluation of the validation data to the next, at
   *     least 1
   * @param earlyStopping when the validation data ends a run
   */
  public record Selection(
      ResultChoice result, int validationInterval, EarlyStoppingConfig earlyStopping) {

    public Selection {
      if (validationInterval < 1) {
        throw invalid("optimizer.validation-interval", validationInterval, "must be >= 1");
      }
    }
  }

  /**
   * When a run ends.
   *
   * @param maxIterations most updates of the parameters, at least 1
   * @param tolerance the run is converged when the gradient norm is at most this share of its value
   *     at the start; 0 to below 1
   * @param objectiveTolerance the run is converged when an update lowers the objective by at most
   *     this share of it; 0: this does not end a run
   * @param maxSeconds the run ends after so many seconds of training; 0: it does not
   */
  public record Stopping(
      int maxIterations, double tolerance, double objectiveTolerance, double maxSeconds) {

    public Stopping {
      if (maxIterations < 1) {
        throw invalid("optimizer.max-iterations", maxIterations, "must be >= 1");
      }
      if (!(tolerance >= 0 && tolerance < 1)) {
        throw invalid("optimizer.tolerance", tolerance, "must be >= 0 and < 1");
      }
      if (!(objectiveTolerance >= 0 && objectiveTolerance < 1)) {
        throw invalid("optimizer.objective-tolerance", objectiveTolerance, "must be >= 0 and < 1");
      }
      if (!(maxSeconds >= 0 && Double.isFinite(maxSeconds))) {
        throw invalid("optimizer.max-seconds", maxSeconds, "must be >= 0 and finite");
      }
    }
  }

  /**
   * What first-order rules remember.
   *
   * @param momentum share of the last step that momentum and nesterov keep, 0 to below 1
   * @param beta1 share of the mean gradient that adam keeps, 0 to below 1
   * @param beta2 share of the mean squared gradient that adam keeps, 0 to below 1
   * @param epsilon what adagrad and adam add to the root of the squares, above 0
   */
  public record Memory(double momentum, double beta1, double beta2, double epsilon) {

    public Memory {
      requireShare("optimizer.momentum", momentum);
      requireShare("optimizer.adam.beta1", beta1);
      requireShare("optimizer.adam.beta2", beta2);
      if (!(epsilon > 0 && Double.isFinite(epsilon))) {
        throw invalid("optimizer.epsilon", epsilon, "must be > 0 and finite");
      }
    }

    private static void requireShare(String key, double value) {
      if (!(value >= 0 && value < 1)) {
        throw invalid(key, value, "must be >= 0 and < 1");
      }
    }
  }

  /**
   * Which blocks of the data an update sees.
   *
   * @param fraction share of the blocks, above 0 to 1
   * @param seed of the order in which they come, and of all else that training draws
   * @param localSteps updates that every partition does by itself before all are averaged, at least
   *     1
   */
  public record MiniBatches(double fraction, long seed, int localSteps) {

    public MiniBatches {
      if (!(fraction > 0 && fraction <= 1)) {
        throw invalid("optimizer.mini-batch-fraction", fraction, "must be > 0 and <= 1");
      }
      if (localSteps < 1) {
        throw invalid("optimizer.local-steps", localSteps, "must be >= 1");
      }
    }

    /** How often every row has been seen after so many iterations. */
    public double epochs(int iterations) {
      return iterations * fraction * localSteps;
    }

    /** Whether an update sees all of the data. */
    public boolean isWhole() {
      return fraction == 1;
    }
  }
}
