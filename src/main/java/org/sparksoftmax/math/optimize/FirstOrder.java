package org.sparksoftmax.math.optimize;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.sparksoftmax.math.descent.RowUpdates;
import org.sparksoftmax.math.descent.UpdateRule;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * Rules that take one step per iteration along a direction derived from the gradient, with the step
 * size of a schedule; on all data or on mini-batches.
 */
public final class FirstOrder implements Optimizer, Serializable {
  private static final long serialVersionUID = 1L;

  private final UpdateRule rule;
  private final StepSchedule schedule;
  private final double fraction;
  private final long seed;
  private final boolean random;
  private final int localSteps;

  /** Null if mini-batches are whole blocks. */
  private final RowBatches rows;

  /**
   * Mini-batches of single rows.
   *
   * @param size largest number of rows, at least 1
   * @param updates number of updates in an iteration without local steps
   * @param place where these updates are made
   */
  public record RowBatches(int size, int updates, LocalDescent.Place place)
      implements Serializable {}

  private FirstOrder(
      UpdateRule rule,
      StepSchedule schedule,
      double fraction,
      long seed,
      boolean random,
      int localSteps,
      RowBatches rows) {
    this.rows = rows;
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
    return new FirstOrder(rule, schedule, 1, 0, false, 1, null);
  }

  /**
   * The same rule on mini-batches.
   *
   * @param fraction the share of the blocks in an iteration, > 0 and <= 1
   * @param seed of their order
   */
  public FirstOrder withMiniBatches(double fraction, long seed) {
    return new FirstOrder(rule, schedule, fraction, seed, random, localSteps, rows);
  }

  /** The same rule for a step on a random part of the objective, as with dropout. */
  public FirstOrder withRandomObjective() {
    return new FirstOrder(rule, schedule, fraction, seed, true, localSteps, rows);
  }

  /**
   * The same rule with local steps: each part of the data makes several steps, then the parts are
   * averaged. An iteration is one such round.
   *
   * @param steps >= 1; 1 is the rule without local steps
   */
  public FirstOrder withLocalSteps(int steps) {
    return new FirstOrder(rule, schedule, fraction, seed, random, steps, rows);
  }

  /**
   * The same rule on mini-batches of single rows. An iteration is an epoch, or a round of local
   * steps. The fraction of {@link #withMiniBatches} only applies to the value at the start.
   */
  public FirstOrder withRowBatches(RowBatches batches) {
    return new FirstOrder(rule, schedule, fraction, seed, random, localSteps, batches);
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
    return fraction == 1 && !random && localSteps == 1 && rows == null;
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
      int t = state.iteration() * localSteps;
      return round(objective, state, t, localSteps, localDescent(t));
    }
    if (rows != null) {
      int t = state.iteration() * rows.updates();
      return round(
          objective, state, t, rows.updates(), rowUpdates(t, rows.updates(), rows.place()));
    }
    int t = state.iteration();
    double step = schedule.at(t);
    double[] parameters = state.parameters().clone();
    double[][] memory = ((VectorMemory) state.memory()).copies(rule.memories(), parameters.length);
    update(parameters, memory, state.value().gradient(), t, objective.l1());
    LossAndGradient value = evaluate(objective, parameters, t + 1);
    if (!value.isFinite()) {
      return Step.end(state, 1, StopReason.DIVERGED);
    }
    return Step.to(
        new OptimizerState(
            t + 1,
            state.evaluations() + 1,
            parameters,
            value,
            step,
            new VectorMemory(List.of(memory))));
  }

  private LocalDescent localDescent(int t) {
    return rows == null
        ? new Steps(this, t, localSteps)
        : rowUpdates(t, localSteps, LocalDescent.Place.PARTS);
  }

  private RowUpdates rowUpdates(int t, int count, LocalDescent.Place place) {
    return new RowUpdates(rule, schedule, rows.size(), seed, t, count, place, 1);
  }

  /**
   * Several updates as one iteration. The gradient of the resulting state is the total move over
   * the sum of the step sizes.
   *
   * @param t number of updates so far
   */
  private Step round(
      Objective objective, OptimizerState state, int t, int count, LocalDescent descent) {
    VectorMemory memory = (VectorMemory) state.memory();
    LocalDescent.Result result =
        objective.descend(descent, new LocalDescent.Iterate(state.parameters(), memory.vectors()));
    double[] parameters = result.iterate().parameters();
    double steps = 0;
    for (int s = 0; s < count; s++) {
      steps += schedule.at(t + s);
    }
    // A schedule may end with steps of 0, which move nothing.
    double perStep = steps > 0 ? -1 / steps : 0;
    double[] gradient =
        Vectors.times(Vectors.plusScaled(parameters, -1, state.parameters()), perStep);
    LossAndGradient value =
        new LossAndGradient(result.meanLoss(), result.regularization(), gradient);
    if (!value.isFinite()) {
      return Step.end(state, count, StopReason.DIVERGED);
    }
    return Step.to(
        new OptimizerState(
            state.iteration() + 1,
            state.evaluations() + count,
            parameters,
            value,
            schedule.at(t + count - 1),
            new VectorMemory(result.iterate().memory())));
  }

  /** Update {@code t} of the rule, in place. */
  private void update(
      double[] parameters, double[][] memory, double[] gradient, int t, L1Penalty l1) {
    UpdateRule.Update update = rule.at(schedule.at(t), t);
    Parts.forEach(
        parameters.length,
        (from, to) ->
            update.apply(new UpdateRule.Entries(parameters, memory, gradient, 0, from, to), l1));
  }

  /**
   * Consecutive steps, each on a mini-batch of the local blocks.
   *
   * @param first number of the first of them
   */
  private record Steps(FirstOrder optimizer, int first, int count) implements LocalDescent {

    @Override
    public Result descend(Objective part, Iterate from) {
      double[] parameters = from.parameters().clone();
      double[][] memory =
          new VectorMemory(from.memory()).copies(optimizer.rule.memories(), parameters.length);
      double meanLoss = 0;
      double regularization = 0;
      for (int t = first; t < first + count; t++) {
        LossAndGradient value =
            part.evaluate(parameters, new MiniBatch(optimizer.fraction, optimizer.seed, t));
        optimizer.update(parameters, memory, value.gradient(), t, part.l1());
        meanLoss += value.meanLoss() / count;
        regularization += value.regularization() / count;
      }
      return new Result(new Iterate(parameters, List.of(memory)), meanLoss, regularization);
    }
  }

  private LossAndGradient evaluate(Objective objective, double[] parameters, int t) {
    return seesAllData()
        ? objective.evaluate(parameters)
        : objective.evaluate(parameters, new MiniBatch(fraction, seed, t));
  }
}
