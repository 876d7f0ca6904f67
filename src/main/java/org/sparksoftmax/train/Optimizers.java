package org.sparksoftmax.train;

import java.util.Optional;
import java.util.function.Supplier;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.StepSizeConfig;
import org.sparksoftmax.config.StepSizeConfig.Schedule;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.curvature.CentredPreconditioner;
import org.sparksoftmax.math.curvature.NewtonPreconditioner;
import org.sparksoftmax.math.curvature.SampledHessian;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.optimize.CoordinatePreconditioner;
import org.sparksoftmax.math.optimize.Diagonal;
import org.sparksoftmax.math.optimize.FirstOrder;
import org.sparksoftmax.math.optimize.GradientDescent;
import org.sparksoftmax.math.optimize.Lbfgs;
import org.sparksoftmax.math.optimize.Optimizer;
import org.sparksoftmax.math.optimize.OwlQn;
import org.sparksoftmax.math.optimize.Preconditioner;
import org.sparksoftmax.math.optimize.RestartedAdam;
import org.sparksoftmax.math.optimize.StepSchedule;
import org.sparksoftmax.train.pass.JobNames;
import org.sparksoftmax.train.pass.RowSample;
import org.sparksoftmax.train.pass.Standardizer;

/**
 * Creates the configured update rule, with step sizes and preconditioners derived from the data.
 */
public final class Optimizers {

  /**
   * The minimum number of rows per feature in a sample of sparse data at which its Hessian is
   * worthwhile. With fewer rows, preconditioning needs many products, which cost as much as the
   * passes they save.
   */
  private static final int MIN_SPARSE_ROWS = 4;

  private static final double MOST_ADAM = 0.5;

  /**
   * The first step of adam for networks if steps fall to 0. It may be larger than a constant step,
   * whose noise remains in the result.
   */
  private static final double FALLING_ADAM = 0.003;

  private Optimizers() {}

  /**
   * An update rule and the cost of its preparation.
   *
   * @param newton the curvature model of L-BFGS, if any
   * @param sampleRows the number of rows in the sample for {@code newton}
   * @param preconditioner not AUTO
   * @param preparationPasses the number of passes over the data needed to prepare it
   */
  public record Choice(
      Optimizer optimizer,
      Optional<NewtonPreconditioner> newton,
      int sampleRows,
      PreconditionerChoice preconditioner,
      int preparationPasses) {}

  /** Resolves {@code optimizer.preconditioner} for a problem; never returns AUTO. */
  static PreconditionerChoice preconditioner(
      OptimizerConfig config, TrainingData data, ParameterLayout layout, FeatureScaling scaling) {
    PreconditionerChoice choice = config.preconditioner();
    // For features far from 0 without intercepts, the coordinates replace the preconditioner.
    if (!config.type().isQuasiNewton() || !layout.isLinear() || scaling.addsConstants(layout)) {
      return PreconditionerChoice.NONE;
    }
    if (choice != PreconditionerChoice.AUTO) {
      return choice;
    }
    boolean sparse = layout.order() == WeightOrder.FEATURE_MAJOR;
    double rows = RowSample.wantedRows(data.train(), layout);
    boolean enough = rows >= (sparse ? MIN_SPARSE_ROWS : 1) * layout.features();
    if (enough && config.type() == OptimizerConfig.Type.LBFGS) {
      return PreconditionerChoice.HESSIAN;
    }
    // Standardised features already have the same scale.
    boolean diagonal = sparse || config.type() == OptimizerConfig.Type.OWLQN;
    return diagonal && !scaling.isStandardizing()
        ? PreconditionerChoice.DIAGONAL
        : PreconditionerChoice.NONE;
  }

  /** Creates the rule, in up to two Spark jobs. */
  public static Choice of(OptimizerConfig config, TrainingProblem problem) {
    return of(
        config,
        problem,
        1,
        () -> RowSample.of(problem.data().train(), problem.layout(), problem.targets()));
  }

  /**
   * Creates the rule with the given sample.
   *
   * @param runs the number of runs that train at once
   * @param sample supplies a sample of the rows; called only if necessary
   */
  public static Choice of(
      OptimizerConfig config,
      TrainingProblem problem,
      int runs,
      Supplier<Optional<RowSample>> sample) {
    PreconditionerChoice preconditioner = problem.preconditioner();
    int history = config.history((long) runs * problem.layout().dimension());
    return switch (config.type()) {
      case LBFGS -> lbfgs(history, problem, preconditioner, sample);
      case OWLQN -> {
        Optional<Diagonal> diagonal = diagonal(problem, preconditioner);
        yield choice(new OwlQn(history, diagonal), preconditioner, diagonal.isPresent() ? 1 : 0);
      }
      case GRADIENT_DESCENT, MOMENTUM, NESTEROV, ADAGRAD, ADAM -> firstOrder(config, problem);
    };
  }

  private static Choice choice(
      Optimizer optimizer, PreconditionerChoice preconditioner, int passes) {
    return new Choice(optimizer, Optional.empty(), 0, preconditioner, passes);
  }

  private static Choice lbfgs(
      int history,
      TrainingProblem problem,
      PreconditionerChoice preconditioner,
      Supplier<Optional<RowSample>> sample) {
    if (preconditioner == PreconditionerChoice.HESSIAN) {
      Optional<SampledHessian> hessian =
          sample.get().map(rows -> rows.hessian(problem.scaling(), problem.penalty().l2()));
      if (hessian.isPresent()) {
        NewtonPreconditioner newton = new NewtonPreconditioner(hessian.get());
        boolean asTheta = hessian.get().isCentred() || !problem.scaling().isCentred();
        Preconditioner ofTheta =
            asTheta
                ? newton
                : new CentredPreconditioner(newton, problem.scaling(), problem.layout());
        Preconditioner ofCoordinates =
            problem.coordinates().isIdentity()
                ? ofTheta
                : new CoordinatePreconditioner(ofTheta, problem.coordinates(), problem.layout());
        return new Choice(
            new Lbfgs(history, ofCoordinates),
            Optional.of(newton),
            hessian.get().rows(),
            preconditioner,
            1);
      }
    }
    Optional<Diagonal> diagonal = diagonal(problem, preconditioner);
    return diagonal
        .map(used -> choice(new Lbfgs(history, used), preconditioner, 1))
        .orElseGet(() -> choice(new Lbfgs(history), PreconditionerChoice.NONE, 0));
  }

  private static Optional<Diagonal> diagonal(
      TrainingProblem problem, PreconditionerChoice preconditioner) {
    return preconditioner == PreconditionerChoice.DIAGONAL
        ? Optional.of(DiagonalScaling.of(problem))
        : Optional.empty();
  }

  private static Choice firstOrder(OptimizerConfig config, TrainingProblem problem) {
    StepSizeConfig stepSize = config.stepSize();
    Schedule schedule = schedule(config, problem.layout());
    boolean fromData =
        stepSize.initial().isEmpty()
            && schedule != Schedule.BACKTRACKING
            && config.type() != OptimizerConfig.Type.ADAGRAD
            && config.type() != OptimizerConfig.Type.ADAM;
    boolean adam = isWholeAdam(config) && problem.layout().isLinear();
    double initial =
        fromData
            ? 1 / largestCurvature(problem)
            : stepSize
                .initial()
                .orElseGet(() -> adam ? adamStep(problem) : usualStep(config, problem));
    int passes = fromData ? 1 : 0;
    if (schedule == Schedule.BACKTRACKING) {
      return choice(GradientDescent.backtracking(initial), PreconditionerChoice.NONE, passes);
    }
    OptimizerConfig.Memory memory = config.memory();
    boolean chooses = stepSize.initial().isEmpty() && stepSize.schedule() == Schedule.AUTO;
    if (adam && chooses && problem.penalty().l1() == 0) {
      return choice(
          new RestartedAdam(memory.beta1(), memory.beta2(), memory.epsilon(), initial)
              .withoutCommonSteps(problem.layout()),
          PreconditionerChoice.NONE,
          0);
    }
    int updates = config.miniBatches().updates(problem.data().train().rows());
    FirstOrder rule = rule(config, steps(schedule, initial, config, updates));
    return choice(onBatches(rule, config, problem), PreconditionerChoice.NONE, passes);
  }

  private static FirstOrder rule(OptimizerConfig config, StepSchedule steps) {
    OptimizerConfig.Memory memory = config.memory();
    return switch (config.type()) {
      case MOMENTUM -> FirstOrder.momentum(memory.momentum(), steps);
      case NESTEROV -> FirstOrder.nesterov(memory.momentum(), steps);
      case ADAGRAD -> FirstOrder.adaGrad(memory.epsilon(), steps);
      case ADAM -> FirstOrder.adam(memory.beta1(), memory.beta2(), memory.epsilon(), steps);
      default -> FirstOrder.gradientDescent(steps);
    };
  }

  private static FirstOrder onBatches(
      FirstOrder rule, OptimizerConfig config, TrainingProblem problem) {
    OptimizerConfig.MiniBatches batches = config.miniBatches();
    long rows = problem.data().train().rows();
    FirstOrder onBlocks =
        rule.withMiniBatches(batches.share(rows), batches.seed())
            .withLocalSteps(batches.localSteps());
    FirstOrder onBatches =
        batches.size().isPresent() ? onBlocks.withRowBatches(rowBatches(batches, rows)) : onBlocks;
    return problem.network().dropout() > 0 ? onBatches.withRandomObjective() : onBatches;
  }

  private static FirstOrder.RowBatches rowBatches(OptimizerConfig.MiniBatches batches, long rows) {
    return new FirstOrder.RowBatches(
        batches.size().getAsInt(),
        batches.updates(rows),
        switch (batches.jobPer()) {
          case AUTO -> LocalDescent.Place.AUTO;
          case EPOCH -> LocalDescent.Place.ONE_TASK;
          case UPDATE -> LocalDescent.Place.DRIVER;
        });
  }

  /** Resolves {@code step-size.schedule}; never returns AUTO. */
  static Schedule schedule(OptimizerConfig config, ParameterLayout layout) {
    if (config.stepSize().schedule() != Schedule.AUTO) {
      return config.stepSize().schedule();
    }
    if (!config.miniBatches().isWhole()) {
      return layout.isLinear() ? Schedule.INVERSE_SQRT : Schedule.COOLDOWN;
    }
    return config.backtracks() ? Schedule.BACKTRACKING : Schedule.CONSTANT;
  }

  /** Whether the rule trains a linear model and scales each axis separately. */
  static boolean movesAlongAxes(OptimizerConfig config, ParameterLayout layout) {
    return layout.isLinear()
        && (config.type() == OptimizerConfig.Type.OWLQN || isWholeAdam(config));
  }

  /** Whether the rule is Adam with all rows in each step. */
  private static boolean isWholeAdam(OptimizerConfig config) {
    return config.type() == OptimizerConfig.Type.ADAM
        && config.miniBatches().isWhole()
        && config.miniBatches().localSteps() == 1;
  }

  /**
   * A step of Adam changes every weight by about the step size. This step size changes the logits
   * of an average row by about 1. It need not be smaller, because a gradient over all rows has no
   * sampling noise.
   */
  private static double adamStep(TrainingProblem problem) {
    double curvature = problem.objective(JobNames.NONE, Optional.empty()).largestCurvature();
    return Math.min(MOST_ADAM, 1 / Math.sqrt(2 * curvature));
  }

  /** The steps of networks are smaller, because layers amplify the effect of a step. */
  private static double usualStep(OptimizerConfig config, TrainingProblem problem) {
    boolean linear = problem.layout().isLinear();
    boolean falling = fallsToZero(schedule(config, problem.layout()));
    return switch (config.type()) {
      case ADAGRAD -> linear ? 0.1 : 0.01;
      case ADAM -> linear ? 0.01 : falling ? FALLING_ADAM : 0.001;
      default -> 1.0;
    };
  }

  /**
   * The step size of each update.
   *
   * @param updates number of updates in an iteration
   */
  private static StepSchedule steps(
      Schedule schedule, double initial, OptimizerConfig config, int updates) {
    StepSizeConfig stepSize = config.stepSize();
    return switch (schedule) {
      case INVERSE_SQRT -> StepSchedule.inverseSqrt(initial, stepSize.interval());
      case EXPONENTIAL -> StepSchedule.exponential(initial, stepSize.decay(), stepSize.interval());
      case STEP -> StepSchedule.step(initial, stepSize.decay(), stepSize.interval());
      case COSINE -> StepSchedule.cosine(initial, allUpdates(config, updates));
      case COOLDOWN -> StepSchedule.cooldown(initial, allUpdates(config, updates));
      default -> StepSchedule.constant(initial);
    };
  }

  private static int allUpdates(OptimizerConfig config, int updates) {
    return (int) Math.min(Integer.MAX_VALUE, (long) config.maxIterations() * updates);
  }

  private static boolean fallsToZero(Schedule schedule) {
    return schedule == Schedule.COSINE || schedule == Schedule.COOLDOWN;
  }

  /**
   * An upper bound on the largest eigenvalue of the Hessian: ½ of the mean squared norm of x̂,
   * because diag(p) − ppᵀ ≤ ½ (Böhning 1992), plus the penalty.
   */
  private static double largestCurvature(TrainingProblem problem) {
    double[] squares = Standardizer.meanSquares(problem.data().train(), problem.targets());
    FeatureScaling scaling = problem.scaling();
    double length = problem.layout().intercept() || scaling.addsConstants(problem.layout()) ? 1 : 0;
    double penalty = 0;
    for (int j = 0; j < squares.length; j++) {
      double u = problem.coordinates().factor(j);
      double factor = scaling.factor(j) * u;
      // Without intercepts, the mean is not subtracted; the constants include its contribution.
      double mean = problem.layout().intercept() ? scaling.mean(j) : 0;
      length += factor * factor * Math.max(0, squares[j] - mean * mean);
      penalty = Math.max(penalty, problem.penalty().l2() * u * u);
    }
    return length / 2 + penalty;
  }
}
