package org.sparksoftmax.math.optimize;

import java.util.Locale;
import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;

/**
 * Rules that take one step per iteration along a direction derived from the gradient, with the step
 * size of a schedule; on all data or on mini-batches.
 */
public final class FirstOrder implements Optimizer {

  private final UpdateRule rule;
  private final StepSchedule schedule;
  private final double fraction;
  private final long seed;
  private final boolean random;
  private final int localSteps;

  private FirstOrder(
      UpdateRule rule,
      StepSchedule schedule,
      double fraction,
      long seed,
      boolean random,
      int localSteps) {
    this.rule = rule;
    this.schedule = schedule;
    this.fraction = fraction;
    this.seed = seed;
    this.random = random;
    this.localSteps = localSteps;
  }

  /** θ ← θ − s g. */
  public static FirstOrder gradientDescent(StepSchedule schedule) {
    return of(UpdateRules.gradientDescent(), schedule);
  }

  /**
   * Polyak's heavy ball.
   *
   * @param momentum the share of the last step to keep, 0 to below 1
   */
  public static FirstOrder momentum(double momentum, StepSchedule schedule) {
    return of(UpdateRules.momentum(share("momentum", momentum)), schedule);
  }

  /**
   * Nesterov's accelerated gradient.
   *
   * @param momentum the share of the last step to keep, 0 to below 1
   */
  public static FirstOrder nesterov(double momentum, StepSchedule schedule) {
    return of(UpdateRules.nesterov(share("momentum", momentum)), schedule);
  }

  /**
   * AdaGrad.
   *
   * @param epsilon > 0, added to the root of the sum of squares
   */
  public static FirstOrder adaGrad(double epsilon, StepSchedule schedule) {
    return of(UpdateRules.adaGrad(positive(epsilon)), schedule);
  }

  /**
   * Adam.
   *
   * @param beta1 the share of the mean gradient to keep, 0 to below 1
   * @param beta2 the share of the mean square to keep, 0 to below 1
   * @param epsilon > 0, added to the root of the mean square
   */
  public static FirstOrder adam(double beta1, double beta2, double epsilon, StepSchedule schedule) {
    return of(
        UpdateRules.adam(share("beta1", beta1), share("beta2", beta2), positive(epsilon)),
        schedule);
  }

  private static FirstOrder of(UpdateRule rule, StepSchedule schedule) {
    return new FirstOrder(rule, schedule, 1, 0, false, 1);
  }

  /**
   * The same rule on mini-batches.
   *
   * @param fraction the share of the blocks in an iteration, > 0 and <= 1
   * @param seed of their order
   */
  public FirstOrder withMiniBatches(double fraction, long seed) {
    return new FirstOrder(rule, schedule, fraction, seed, random, localSteps);
  }

  /** The same rule for a step on a random part of the objective, as with dropout. */
  public FirstOrder withRandomObjective() {
    return new FirstOrder(rule, schedule, fraction, seed, true, localSteps);
  }

  /**
   * The same rule with local steps: each part of the data makes several steps, then the parts are
   * averaged. An iteration is one such round.
   *
   * @param steps >= 1; 1 is the rule without local steps
   */
  public FirstOrder withLocalSteps(int steps) {
    return new FirstOrder(rule, schedule, fraction, seed, random, steps);
  }

  private static double share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid %s: %s (must be >= 0 and < 1)", name, value));
    }
    return value;
  }

  private static double positive(double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid epsilon: %s (must be > 0 and finite)", epsilon));
    }
    return epsilon;
  }

  @Override
  public boolean seesAllData() {
    return fraction == 1 && !random && localSteps == 1;
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return VectorMemory.EMPTY;
  }

  @Override
  public OptimizerState start(Objective objective, double[] parameters) {
    double[] first = parameters.clone();
    return new OptimizerState(0, 1, first, evaluate(objective, first, 0), 0.0, initialMemory());
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    if (localSteps > 1) {
      return round(objective, state);
    }
    int t = state.iteration();
    double step = schedule.at(t);
    UpdateRule.Update update =
        rule.update(
            state.parameters(),
            state.value().gradient(),
            step,
            t,
            (VectorMemory) state.memory(),
            objective.l1());
    LossAndGradient value = evaluate(objective, update.parameters(), t + 1);
    if (!value.isFinite()) {
      return Step.end(state, 1, StopReason.DIVERGED);
    }
    return Step.to(
        new OptimizerState(
            t + 1, state.evaluations() + 1, update.parameters(), value, step, update.memory()));
  }

  /** The gradient of the resulting state is the total move over the sum of the step sizes. */
  private Step round(Objective objective, OptimizerState state) {
    int t = state.iteration() * localSteps;
    VectorMemory memory = (VectorMemory) state.memory();
    LocalDescent.Result result =
        objective.descend(
            new Steps(rule, schedule, fraction, seed, t, localSteps),
            new LocalDescent.Iterate(state.parameters(), memory.vectors()));
    double[] parameters = result.iterate().parameters();
    double steps = 0;
    for (int s = 0; s < localSteps; s++) {
      steps += schedule.at(t + s);
    }
    // A schedule may end with steps of 0, which move nothing.
    double perStep = steps > 0 ? -1 / steps : 0;
    double[] gradient =
        Vectors.times(Vectors.plusScaled(parameters, -1, state.parameters()), perStep);
    LossAndGradient value =
        new LossAndGradient(result.meanLoss(), result.regularization(), gradient);
    if (!value.isFinite()) {
      return Step.end(state, localSteps, StopReason.DIVERGED);
    }
    return Step.to(
        new OptimizerState(
            state.iteration() + 1,
            state.evaluations() + localSteps,
            parameters,
            value,
            schedule.at(t + localSteps - 1),
            new VectorMemory(result.iterate().memory())));
  }

  /**
   * Consecutive steps, each on a mini-batch of the local data.
   *
   * @param first number of the first of them
   */
  private record Steps(
      UpdateRule rule, StepSchedule schedule, double fraction, long seed, int first, int count)
      implements LocalDescent {

    @Override
    public Result descend(Objective part, Iterate from) {
      double[] parameters = from.parameters();
      VectorMemory memory = new VectorMemory(from.memory());
      double meanLoss = 0;
      double regularization = 0;
      for (int t = first; t < first + count; t++) {
        LossAndGradient value = part.evaluate(parameters, new MiniBatch(fraction, seed, t));
        UpdateRule.Update update =
            rule.update(parameters, value.gradient(), schedule.at(t), t, memory, part.l1());
        parameters = update.parameters();
        memory = update.memory();
        meanLoss += value.meanLoss() / count;
        regularization += value.regularization() / count;
      }
      return new Result(new Iterate(parameters, memory.vectors()), meanLoss, regularization);
    }
  }

  private LossAndGradient evaluate(Objective objective, double[] parameters, int t) {
    return seesAllData()
        ? objective.evaluate(parameters)
        : objective.evaluate(parameters, new MiniBatch(fraction, seed, t));
  }
}
