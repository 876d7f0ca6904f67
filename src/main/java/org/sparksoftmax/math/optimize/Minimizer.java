package org.sparksoftmax.math.optimize;

import java.util.Optional;
import java.util.function.Consumer;
import org.sparksoftmax.math.objective.Objective;

/** The main loop: performs updates until a stop condition is met. */
public final class Minimizer {

  private final Optimizer optimizer;
  private final int maxIterations;
  private final double tolerance;
  private final double objectiveTolerance;
  private final StopRule furtherRule;

  /** An additional stop condition, checked on every state after the listener has received it. */
  public interface StopRule {

    Optional<StopReason> reached(OptimizerState state);
  }

  /**
   * @param maxIterations maximum number of updates, >= 0
   * @param tolerance converged when the gradient norm is at most this share of its value at the
   *     origin and the further decrease that the optimizer expects is at most this share of the
   *     objective there
   */
  public Minimizer(Optimizer optimizer, int maxIterations, double tolerance) {
    this(optimizer, maxIterations, tolerance, 0, state -> Optional.empty());
  }

  /**
   * As {@link #Minimizer(Optimizer, int, double)}. Both tolerances are ignored for rules that do
   * not see all data.
   *
   * @param objectiveTolerance also converged when an update lowers the objective by at most this
   *     share of it; 0 disables this test
   */
  public Minimizer(
      Optimizer optimizer,
      int maxIterations,
      double tolerance,
      double objectiveTolerance,
      StopRule furtherRule) {
    this.objectiveTolerance = objectiveTolerance;
    this.furtherRule = furtherRule;
    this.optimizer = optimizer;
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
  }

  /** The objective and its gradient norm at a reference point. Tolerances are relative to them. */
  public record Origin(double objective, double gradientNorm) {

    /** The origin of a run that starts at {@code first}. */
    public static Origin of(OptimizerState first) {
      return new Origin(first.value().objective(), first.value().gradientNorm());
    }

    private boolean isFinite() {
      return Double.isFinite(objective) && Double.isFinite(gradientNorm);
    }
  }

  /** The first state of a run and the origin of its tolerances. */
  public record Start(OptimizerState state, Origin origin) {}

  /** A start at {@code parameters}, which is its own origin. Takes one evaluation. */
  public Start start(Objective objective, double[] parameters) {
    OptimizerState state = optimizer.start(objective, parameters);
    return new Start(state, Origin.of(state));
  }

  /**
   * A start at parameters that may already be near the minimum, where a tolerance relative to their
   * own small gradient would be out of reach. Its origin is at {@code usual}, the default initial
   * parameters, so that tolerances mean the same as for a run from there. This takes one more
   * evaluation, which the state counts, unless the rule ignores tolerances.
   */
  public Start warmStart(Objective objective, double[] parameters, double[] usual) {
    if (!optimizer.seesAllData()) {
      return start(objective, parameters);
    }
    Origin origin = Origin.of(optimizer.start(objective, usual));
    OptimizerState state = optimizer.start(objective, parameters);
    return new Start(state.withEvaluations(state.evaluations() + 1), origin);
  }

  /**
   * Minimises {@code objective} from {@code parameters}.
   *
   * @param listener receives every state in turn, including the first
   */
  public OptimizationResult minimize(
      Objective objective, double[] parameters, Consumer<OptimizerState> listener) {
    return minimize(objective, start(objective, parameters), listener);
  }

  /**
   * As {@link #minimize(Objective, double[], Consumer)}, from a start that is already evaluated.
   */
  public OptimizationResult minimize(
      Objective objective, Start start, Consumer<OptimizerState> listener) {
    if (!start.state().value().isFinite() || !start.origin().isFinite()) {
      return new OptimizationResult(start.state(), StopReason.DIVERGED);
    }
    listener.accept(start.state());
    return resume(objective, start.state(), start.origin(), listener);
  }

  /**
   * Continues from {@code last}, a state of an earlier run, exactly as that run would have.
   *
   * @param listener receives every state after {@code last}
   */
  public OptimizationResult resume(
      Objective objective, OptimizerState last, Origin origin, Consumer<OptimizerState> listener) {
    double targetNorm = tolerance * origin.gradientNorm() * Precision.shareOfNorm(objective);
    double targetDecrease = tolerance * Math.abs(origin.objective());
    OptimizerState state = last;
    OptimizerState before = last;
    while (true) {
      Optional<StopReason> reached =
          converged(objective, state, before, targetNorm, targetDecrease)
              ? Optional.of(StopReason.CONVERGED)
              : reached(state);
      if (reached.isPresent()) {
        return new OptimizationResult(state, reached.get());
      }
      Step step = optimizer.next(objective, state);
      before = state;
      state = step.state();
      if (step.end().isPresent()) {
        return end(objective, state, step, targetDecrease);
      }
      listener.accept(state);
    }
  }

  private boolean converged(
      Objective objective,
      OptimizerState state,
      OptimizerState before,
      double targetNorm,
      double targetDecrease) {
    if (!optimizer.seesAllData()) {
      return false;
    }
    boolean flat =
        state.value().gradientNorm() <= targetNorm
            && optimizer.expectedDecrease(objective, state) <= targetDecrease;
    double decrease = before.value().objective() - state.value().objective();
    boolean slow =
        state.iteration() > before.iteration()
            && objectiveTolerance > 0
            && decrease >= 0
            && decrease <= objectiveTolerance * Math.abs(state.value().objective());
    return flat || slow;
  }

  /**
   * The result of a run that its last update ended. Where noise or a line search ended it,
   * determines whether the run converged.
   */
  private static OptimizationResult end(
      Objective objective, OptimizerState state, Step last, double targetDecrease) {
    StopReason reason = last.end().orElseThrow();
    if (reason != StopReason.PRECISION && reason != StopReason.LINE_SEARCH_FAILED) {
      return new OptimizationResult(state, reason);
    }
    Precision precision = Precision.at(objective, state);
    NoiseLimit limit =
        NoiseLimit.of(
            precision.noise(),
            precision.isSteep()
                ? Double.POSITIVE_INFINITY
                : Math.max(last.promised(), precision.leastGain()),
            state.value().objective(),
            targetDecrease);
    boolean hidden = precision.isReached(last.promised());
    StopReason typed = StopReason.PRECISION;
    if (hidden && !limit.matters()) {
      typed = StopReason.CONVERGED;
    } else if (!hidden && limit.matters()) {
      // Noise does not hide a gain that is visible and matters.
      typed = StopReason.LINE_SEARCH_FAILED;
    }
    return new OptimizationResult(state, typed, Optional.of(limit));
  }

  private Optional<StopReason> reached(OptimizerState state) {
    Optional<StopReason> further = furtherRule.reached(state);
    if (further.isPresent()) {
      return further;
    }
    return state.iteration() >= maxIterations
        ? Optional.of(StopReason.MAX_ITERATIONS)
        : Optional.empty();
  }
}
