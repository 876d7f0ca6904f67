package org.sparksoftmax.math.optimize;

import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.Objective;

/**
 * L-BFGS (Liu and Nocedal 1989): θ ← θ + t d with d = −H∇J(θ), where H is built from the last
 * correction pairs and a line search finds t by the strong Wolfe conditions.
 */
public final class Lbfgs implements Optimizer {

  /** Bounds of the first trial step along a direction. */
  private static final double MIN_STEP = 1e-3;

  private static final double MAX_STEP = 2;

  private final int history;
  private final Optional<Preconditioner> preconditioner;
  private final Optional<Diagonal> diagonal;

  /**
   * @param history number of correction pairs kept, >= 1
   */
  public Lbfgs(int history) {
    this(history, Optional.empty(), Optional.empty());
  }

  /**
   * L-BFGS with H₀ = P⁻¹.
   *
   * @param history number of correction pairs kept, >= 1
   */
  public Lbfgs(int history, Preconditioner preconditioner) {
    this(history, Optional.of(preconditioner), Optional.empty());
  }

  /**
   * L-BFGS with H₀ = γE.
   *
   * @param history number of correction pairs kept, >= 1
   */
  public Lbfgs(int history, Diagonal diagonal) {
    this(history, Optional.empty(), Optional.of(diagonal));
  }

  private Lbfgs(int history, Optional<Preconditioner> preconditioner, Optional<Diagonal> diagonal) {
    if (history < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid L-BFGS history: %d (must be >= 1)", history));
    }
    this.history = history;
    this.preconditioner = preconditioner;
    this.diagonal = diagonal;
  }

  @Override
  public OptimizerState.Memory initialMemory() {
    return LbfgsMemory.EMPTY;
  }

  @Override
  public Step next(Objective objective, OptimizerState state) {
    LbfgsMemory memory = (LbfgsMemory) state.memory();
    double[] direction = direction(state, memory);
    Precision precision = Precision.at(objective, state);
    WolfeLineSearch search = new WolfeLineSearch(objective, state, direction, precision.noise());
    double promised = Math.abs(search.slope());
    boolean scaleKnown =
        preconditioner.isPresent() || diagonal.isPresent() || !memory.pairs().isEmpty();
    if (scaleKnown && search.slope() <= 0 && precision.isReached(promised)) {
      return Step.end(state, 0, StopReason.PRECISION, promised);
    }
    WolfeLineSearch.Result found =
        search.search(
            scaleKnown ? modelStep(direction, -search.slope(), memory) : plainStep(state));
    int evaluations = found.evaluations();
    if (!found.success() && scaleKnown) {
      // The curvature model may mislead after a change of scale: retry along the plain gradient.
      memory = LbfgsMemory.EMPTY;
      double[] steepest = Vectors.times(state.value().gradient(), -1);
      search = new WolfeLineSearch(objective, state, steepest, precision.noise());
      found = search.search(plainStep(state));
      evaluations += found.evaluations();
    }
    if (!found.success()) {
      return Step.end(state, evaluations, StopReason.LINE_SEARCH_FAILED, promised);
    }
    return Step.to(
        new OptimizerState(
            state.iteration() + 1,
            state.evaluations() + evaluations,
            found.parameters(),
            found.value(),
            found.step(),
            memory.with(
                found.parameters(),
                state.parameters(),
                found.value().gradient(),
                state.value().gradient(),
                history)));
  }

  /**
   * The larger of two estimates: ½ ∇Jᵀ P⁻¹ ∇J, the decrease down to the minimum of the Hessian
   * model, and ∇Jᵀ H ∇J, with H from the last correction pairs. The second matters for separable
   * classes: there the gradient vanishes long before the loss does, which no sample of the rows
   * shows.
   */
  @Override
  public double expectedDecrease(Objective objective, OptimizerState state) {
    double[] gradient = state.value().gradient();
    double ofModel =
        preconditioner
            .map(model -> 0.5 * Vectors.dot(gradient, model.solve(state.parameters(), gradient)))
            .orElse(0.0);
    LbfgsMemory memory = (LbfgsMemory) state.memory();
    double ofMemory =
        memory.pairs().isEmpty() ? 0 : -Vectors.dot(gradient, direction(state, memory));
    return Math.max(ofModel, ofMemory);
  }

  private double[] direction(OptimizerState state, LbfgsMemory memory) {
    double[] gradient = state.value().gradient();
    if (!memory.pairs().isEmpty()) {
      return memory.direction(gradient, v -> initial(v, state, memory.newest()));
    }
    if (preconditioner.isPresent()) {
      return preconditioner.get().solve(state.parameters(), Vectors.times(gradient, -1));
    }
    return firstDirection(gradient, diagonal);
  }

  /** −H₀g before there are any correction pairs. */
  static double[] firstDirection(double[] gradient, Optional<Diagonal> diagonal) {
    return diagonal
        .map(e -> Vectors.times(gradient, e.entries(), -e.scale()))
        .orElseGet(() -> Vectors.times(gradient, -1));
  }

  /** H₀v divided by the ratio of the newest pair: P⁻¹v, or γEv with γ = sᵀy / yᵀEy of that pair. */
  private float[] initial(float[] v, OptimizerState state, LbfgsMemory.Pair newest) {
    if (preconditioner.isPresent()) {
      double[] solution = preconditioner.get().solve(state.parameters(), Vectors.times(v, 1));
      return Vectors.over(solution, newest.ratio());
    }
    return LbfgsMemory.initial(v, diagonal, newest);
  }

  /**
   * The step to the minimum along the direction under the Hessian model, corrected by the curvature
   * observed over the last step; 1 without a model.
   */
  private double modelStep(double[] direction, double descent, LbfgsMemory memory) {
    if (preconditioner.isEmpty()) {
      return 1.0;
    }
    double expected = preconditioner.get().curvature(direction);
    double correction = 1.0;
    if (!memory.pairs().isEmpty()) {
      LbfgsMemory.Pair newest = memory.newest();
      double modelled = preconditioner.get().curvature(Vectors.times(newest.s(), 1));
      correction = newest.curvature() / (newest.ratio() * modelled);
    }
    double step = descent / (expected * correction);
    return Double.isFinite(step) ? Math.max(MIN_STEP, Math.min(MAX_STEP, step)) : 1.0;
  }

  /** Step along the plain gradient, whose length is unrelated to the scale of θ. */
  static double plainStep(OptimizerState state) {
    return Math.min(1.0, 1.0 / state.value().gradientNorm());
  }
}
