package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.sparksoftmax.math.descent.RowOrder;

/**
 * The update rule and its stopping criteria ({@code optimizer}).
 *
 * @param type the update rule
 * @param stopping the stopping criteria other than early stopping
 * @param curvature how L-BFGS and OWL-QN approximate the curvature
 * @param stepSize the step size of all other rules
 * @param memory the momentum, decay rates and epsilon of first-order rules
 * @param miniBatches the data used in each update
 * @param selection which of the iterates becomes the model
 * @param warmStart directory of a model whose parameters training starts from
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

  /** See {@link Curvature#pairs}. */
  public int history(long parameters) {
    return curvature.pairs(parameters);
  }

  /** Returns this configuration with a number of correction pairs. */
  public OptimizerConfig withHistory(int pairs) {
    return new OptimizerConfig(
        type,
        stopping,
        new Curvature(OptionalInt.of(pairs), preconditioner()),
        stepSize,
        memory,
        miniBatches,
        selection,
        warmStart);
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

  /** The maximum number of parameter updates. */
  public int maxIterations() {
    return stopping.maxIterations();
  }

  /** The gradient norm, relative to the initial one, at which the run has converged. */
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

    /** Whether the rule keeps correction pairs and uses a line search. */
    public boolean isQuasiNewton() {
      return this == LBFGS || this == OWLQN;
    }
  }

  /** The preconditioner of L-BFGS and OWL-QN ({@code optimizer.preconditioner}). */
  public enum PreconditionerChoice {
    /**
     * {@link #HESSIAN} if the sample has at least as many rows as there are features (four times as
     * many for sparse data), else {@link #DIAGONAL} for sparse and {@link #NONE} for dense data.
     */
    AUTO,
    /** The Hessian of a sample of the rows. */
    HESSIAN,
    /** One factor for each parameter, from the mean square of its feature. */
    DIAGONAL,
    NONE
  }

  /** Which iterate becomes the model ({@code optimizer.result}). */
  public enum ResultChoice {
    /** The parameters of the last iteration. */
    LAST,
    /** The parameters with the best validation score. */
    BEST,
    /** The mean of the parameters over the last iterations. */
    AVERAGE
  }

  /**
   * How L-BFGS and OWL-QN approximate the curvature.
   *
   * @param history number of correction pairs to keep, at least 1; empty for {@code auto}
   * @param preconditioner the initial approximation
   */
  public record Curvature(OptionalInt history, PreconditionerChoice preconditioner) {

    /** The largest number of parameters for which the time of a pair does not matter. */
    private static final long FEW_PARAMETERS = 1L << 17;

    /**
     * The largest number for which {@link #USUAL_PAIRS} save more than they cost: beyond it they no
     * longer fit the caches, and each takes as long as a tenth of the driver's other work.
     */
    private static final long MANY_PARAMETERS = 1L << 19;

    private static final int MOST_PAIRS = 40;
    private static final int USUAL_PAIRS = 20;
    private static final int LEAST_PAIRS = 10;

    public Curvature {
      if (history.isPresent() && history.getAsInt() < 1) {
        throw invalid("optimizer.history", history.getAsInt(), "must be >= 1");
      }
    }

    /**
     * The number of correction pairs to keep. It affects the bits of the model, so it depends on
     * the configuration and the size of the model alone: {@value #MOST_PAIRS} for up to 2¹⁷
     * parameters, {@value #USUAL_PAIRS} for up to 2¹⁹, and {@value #LEAST_PAIRS} for more.
     *
     * @param parameters the length of θ, for all runs that train at once
     */
    public int pairs(long parameters) {
      if (history.isPresent()) {
        return history.getAsInt();
      }
      if (parameters <= FEW_PARAMETERS) {
        return MOST_PAIRS;
      }
      return parameters <= MANY_PARAMETERS ? USUAL_PAIRS : LEAST_PAIRS;
    }
  }

  /**
   * Which of the iterates becomes the model.
   *
   * @param validationInterval iterations between evaluations of the validation data, at least 1
   * @param earlyStopping when the validation score stops training
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
   * The stopping criteria.
   *
   * @param maxIterations maximum number of parameter updates; 0 for the initial model
   * @param tolerance the run has converged when the gradient norm is at most this fraction of its
   *     initial value; at least 0, and from 1 on at the start
   * @param objectiveTolerance the run has converged when an update lowers the objective by at most
   *     this fraction of its value; 0 disables this criterion
   * @param maxSeconds maximum training time in seconds; 0 for no limit
   */
  public record Stopping(
      int maxIterations, double tolerance, double objectiveTolerance, double maxSeconds) {

    public Stopping {
      if (maxIterations < 0) {
        throw invalid("optimizer.max-iterations", maxIterations, "must be >= 0");
      }
      if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
        throw invalid("optimizer.tolerance", tolerance, "must be >= 0 and finite");
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
   * The momentum, decay rates and epsilon of first-order rules.
   *
   * @param momentum fraction of the previous step that momentum and nesterov keep, in [0, 1)
   * @param beta1 decay rate of adam's mean gradient, in [0, 1)
   * @param beta2 decay rate of adam's mean squared gradient, in [0, 1)
   * @param epsilon added by adagrad and adam to the root of the squares, above 0
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

  /** How many updates on mini-batches of rows a Spark job makes ({@code optimizer.job-per}). */
  public enum JobPer {
    /** {@link #EPOCH} if the training rows fit one executor, else {@link #UPDATE}. */
    AUTO,
    /** One task makes all updates of an epoch. */
    EPOCH,
    /** The driver collects the rows of each update. */
    UPDATE
  }

  /**
   * Which part of the data each update uses.
   *
   * @param fraction fraction of the blocks, in (0, 1]
   * @param size number of rows, at least 1; empty for whole blocks
   * @param jobPer how many updates on {@code size} rows a job makes
   * @param seed seed of the block order and of all other random choices in training
   * @param localSteps updates that each partition makes on its own before the parameters are
   *     averaged, at least 1
   */
  public record MiniBatches(
      double fraction, OptionalInt size, JobPer jobPer, long seed, int localSteps) {

    /** An iteration with more cannot be watched or ended: it is one job. */
    private static final int MAX_LOCAL_STEPS = 1_000_000;

    public MiniBatches {
      if (!(fraction > 0 && fraction <= 1)) {
        throw invalid("optimizer.mini-batch-fraction", fraction, "must be > 0 and <= 1");
      }
      if (size.orElse(1) < 1) {
        throw invalid("optimizer.mini-batch-size", size.getAsInt(), "must be >= 1");
      }
      if (size.isPresent() && fraction < 1) {
        throw invalid(
            "optimizer.mini-batch-size",
            size.getAsInt(),
            "cannot be combined with optimizer.mini-batch-fraction; omit one of them");
      }
      if (localSteps < 1 || localSteps > MAX_LOCAL_STEPS) {
        throw invalid(
            "optimizer.local-steps",
            localSteps,
            String.format(Locale.ROOT, "must be >= 1 and <= %,d", MAX_LOCAL_STEPS));
      }
    }

    /** Whether an iteration is an epoch: a pass over the rows in mini-batches. */
    public boolean byEpoch() {
      return size.isPresent() && localSteps == 1;
    }

    /**
     * The number of passes over the data that the given number of iterations makes; NaN if it
     * depends on the number of rows.
     */
    public double epochs(int iterations) {
      if (size.isPresent()) {
        return byEpoch() ? iterations : Double.NaN;
      }
      return iterations * fraction * localSteps;
    }

    /** The number of updates in an iteration on {@code rows} rows in total. */
    public int updates(long rows) {
      return byEpoch() ? RowOrder.batches(rows, size.getAsInt()) : localSteps;
    }

    /** The share of {@code rows} rows that an update uses. */
    public double share(long rows) {
      return size.isPresent() ? 1.0 / RowOrder.batches(rows, size.getAsInt()) : fraction;
    }

    /** Whether each update uses all of the data. */
    public boolean isWhole() {
      return fraction == 1 && size.isEmpty();
    }
  }
}
