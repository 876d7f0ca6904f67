package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/** Where L-BFGS looks first along each direction, against the textbook's formulas. */
class LbfgsStepsTest {

  private static final double[] CURVATURES = {1, 3, 0.5};
  private static final double[] START = {4, -2, 1.5};

  /** Diagonal models of the Hessian. */
  private static final double[] MODEL = {2, 2.5, 1};

  @Test
  void thePlainFirstTrialIsTheGradientOrAsLongAsOne() {
    Recorded far = new Recorded(CURVATURES, 0);
    OptimizerState start = first(new Lbfgs(3), far, START);
    new Lbfgs(3).next(far, start);
    double norm = start.value().gradientNorm();
    assertThat(norm).isGreaterThan(1);
    assertClose(far.visited.get(1), plus(START, -1 / norm, start.value().gradient()));
    Recorded near = new Recorded(CURVATURES, 0);
    double[] nearby = {1.5, 1, 1};
    OptimizerState close = first(new Lbfgs(3), near, nearby);
    new Lbfgs(3).next(near, close);
    assertClose(near.visited.get(1), plus(nearby, -1, close.value().gradient()));
  }

  @Test
  void theFirstTrialWithADiagonalIsScaledByIt() {
    Recorded objective = new Recorded(CURVATURES, 0);
    Lbfgs lbfgs = new Lbfgs(3, new Diagonal(new float[] {1, 0.5f, 0.25f}, 0.1));
    OptimizerState start = first(lbfgs, objective, START);
    lbfgs.next(objective, start);
    double[] g = start.value().gradient();
    assertClose(
        objective.visited.get(1),
        new double[] {START[0] - 0.1 * g[0], START[1] - 0.05 * g[1], START[2] - 0.025 * g[2]});
  }

  @Test
  void laterTrialsFollowTheInverseHessianOfThePairs() {
    float[] diagonal = {0.5f, 0.4f, 1};
    assertThirdDirection(new Lbfgs(5), new double[] {1, 1, 1});
    assertThirdDirection(
        new Lbfgs(5, new Diagonal(diagonal, 0.3)),
        new double[] {diagonal[0], diagonal[1], diagonal[2]});
  }

  @Test
  void aModelSaysHowFarToGoAndIsCorrectedByTheLastPair() {
    Recorded objective = new Recorded(CURVATURES, 0);
    Lbfgs lbfgs = new Lbfgs(5, new Model(1));
    OptimizerState start = first(lbfgs, objective, START);
    double[] g = start.value().gradient();
    OptimizerState second = lbfgs.next(objective, start).state();
    assertClose(objective.visited.get(1), plus(START, -1, over(g, MODEL)));
    int seen = objective.visited.size();
    lbfgs.next(objective, second);
    double[] s = plus(second.parameters(), -1, START);
    double[] y = plus(second.value().gradient(), -1, g);
    double[][] h = updated(diagonal(over(new double[] {1, 1, 1}, MODEL)), s, y);
    double[] d = times(h, second.value().gradient(), -1);
    double correction = dot(s, y) / new Model(1).curvature(s);
    double step = -dot(second.value().gradient(), d) / (new Model(1).curvature(d) * correction);
    assertThat(step).isBetween(0.01, 1.9).isNotCloseTo(1, within(0.01));
    assertClose(objective.visited.get(seen), plus(second.parameters(), step, d));
  }

  @Test
  void theStepOfAModelIsBoundedAndOneIfThereIsNone() {
    double[][] stepsByFactor = {{4, 0.25}, {0.1, 2}, {1e9, 1e-3}, {0, 1}};
    for (double[] stepByFactor : stepsByFactor) {
      Recorded objective = new Recorded(CURVATURES, 0);
      Lbfgs lbfgs = new Lbfgs(5, new Model(stepByFactor[0]));
      OptimizerState start = first(lbfgs, objective, START);
      lbfgs.next(objective, start);
      assertClose(
          objective.visited.get(1),
          plus(START, -stepByFactor[1], over(start.value().gradient(), MODEL)));
    }
  }

  @Test
  void aModelPromisesHalfOfTheGradientTimesItsStep() {
    Recorded objective = new Recorded(CURVATURES, 0);
    Lbfgs lbfgs = new Lbfgs(5, new Model(1));
    OptimizerState start = first(lbfgs, objective, START);
    double[] g = start.value().gradient();
    assertThat(lbfgs.expectedDecrease(objective, start))
        .isCloseTo(dot(g, over(g, MODEL)) / 2, within(1e-12));
    assertThat(new Lbfgs(5).expectedDecrease(objective, start)).isZero();
  }

  @Test
  void endsWhereAKnownScalePromisesLessThanRoundingShows() {
    Recorded drowned = new Recorded(CURVATURES, 1e20);
    float[] ones = {1, 1, 1};
    for (Lbfgs lbfgs : List.of(new Lbfgs(1, new Model(1)), new Lbfgs(1, new Diagonal(ones, 1)))) {
      OptimizerState start = first(lbfgs, drowned, START);
      int seen = drowned.visited.size();
      Step step = lbfgs.next(drowned, start);
      assertThat(step.end()).hasValue(StopReason.PRECISION);
      assertThat(step.state().evaluations()).isEqualTo(1);
      assertThat(drowned.visited).hasSize(seen);
    }
    new Lbfgs(1).next(drowned, first(new Lbfgs(1), drowned, START));
    assertThat(drowned.visited).hasSizeGreaterThan(3);
  }

  @Test
  void aDirectionThatMisleadsGivesWayToTheGradientAndIsForgotten() {
    Recorded objective = new Recorded(CURVATURES, 0);
    OptimizerState start = first(new Lbfgs(5), objective, START);
    OptimizerState second = new Lbfgs(5).next(objective, start).state();
    int seen = objective.visited.size();
    Step step = new Lbfgs(5, new Model(1, -1e6)).next(objective, second);
    double norm = second.value().gradientNorm();
    assertThat(step.end()).isEmpty();
    assertClose(
        objective.visited.get(seen),
        plus(second.parameters(), -Math.min(1, 1 / norm), second.value().gradient()));
    assertThat(((LbfgsMemory) step.state().memory()).pairs()).hasSize(1);
    assertThat(step.state().evaluations())
        .isEqualTo(second.evaluations() + objective.visited.size() - seen);
  }

  @Test
  void aFailureCountsEveryTrialOnce() {
    int[] calls = {0};
    Objective flat = OptimizerContract.counting(OptimizerContract.constant(1), calls);
    OptimizerState start = new Lbfgs(5).start(flat, new double[2]);
    Step plain = new Lbfgs(5).next(uphill(calls), start);
    assertThat(plain.end()).hasValue(StopReason.LINE_SEARCH_FAILED);
    assertThat(plain.state().evaluations()).isEqualTo(26);
    assertThat(calls[0]).isEqualTo(26);
    float[] ones = {1, 1};
    Step twice = new Lbfgs(5, new Diagonal(ones, 1)).next(uphill(calls), start);
    assertThat(twice.end()).hasValue(StopReason.LINE_SEARCH_FAILED);
    assertThat(twice.state().evaluations()).isEqualTo(51);
  }

  @Test
  void pairsThatSayNothingAreNotKept() {
    double[] zero = {0, 0};
    LbfgsMemory memory =
        LbfgsMemory.EMPTY.with(new double[] {2, 0}, zero, new double[] {4, 0}, zero, 1);
    assertThat(memory.pairs()).hasSize(1);
    assertThat(memory.newest().curvature()).isEqualTo(1);
    assertThat(memory.newest().ratio()).isEqualTo(0.5);
    assertThat(memory.with(new double[] {1, 0}, zero, new double[] {-1, 0}, zero, 3))
        .isSameAs(memory);
    assertThat(memory.with(zero, zero, zero, zero, 3)).isSameAs(memory);
    double[] nearlyNone = {1e-13, 1};
    assertThat(memory.with(new double[] {1, 0}, zero, nearlyNone, zero, 3)).isSameAs(memory);
    double[] little = {1e-11, 1};
    assertThat(memory.with(new double[] {1, 0}, zero, little, zero, 3).pairs()).hasSize(2);
    LbfgsMemory replaced = memory.with(new double[] {1, 0}, zero, little, zero, 1);
    assertThat(replaced.pairs()).hasSize(1);
    assertThat(replaced.newest().ratio()).isEqualTo(1);
  }

  /** Along −H g with H from the two pairs so far, starting from E times sᵀy / yᵀEy. */
  private static void assertThirdDirection(Lbfgs lbfgs, double[] e) {
    Recorded objective = new Recorded(CURVATURES, 0);
    OptimizerState a = first(lbfgs, objective, START);
    OptimizerState b = lbfgs.next(objective, a).state();
    OptimizerState c = lbfgs.next(objective, b).state();
    int seen = objective.visited.size();
    lbfgs.next(objective, c);
    double[] s1 = plus(b.parameters(), -1, a.parameters());
    double[] y1 = plus(b.value().gradient(), -1, a.value().gradient());
    double[] s2 = plus(c.parameters(), -1, b.parameters());
    double[] y2 = plus(c.value().gradient(), -1, b.value().gradient());
    double yEy = 0;
    for (int i = 0; i < e.length; i++) {
      yEy += y2[i] * e[i] * y2[i];
    }
    double gamma = dot(s2, y2) / yEy;
    double[] initial = Arrays.stream(e).map(entry -> entry * gamma).toArray();
    double[][] h = updated(updated(diagonal(initial), s1, y1), s2, y2);
    assertClose(
        objective.visited.get(seen), plus(c.parameters(), 1, times(h, c.value().gradient(), -1)));
  }

  private static Objective uphill(int[] calls) {
    return new Objective() {
      @Override
      public int dimension() {
        return 2;
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        calls[0]++;
        return new LossAndGradient(5, 0, new double[] {1, 1});
      }
    };
  }

  private static OptimizerState first(Lbfgs lbfgs, Recorded objective, double[] start) {
    return lbfgs.start(objective, start);
  }

  /** H' = (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ. */
  private static double[][] updated(double[][] h, double[] s, double[] y) {
    int n = s.length;
    double rho = 1 / dot(s, y);
    double[] hy = times(h, y, 1);
    double yHy = dot(y, hy);
    double[][] next = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        next[i][j] =
            h[i][j] - rho * (s[i] * hy[j] + hy[i] * s[j]) + rho * (1 + rho * yHy) * s[i] * s[j];
      }
    }
    return next;
  }

  private static double[][] diagonal(double[] entries) {
    double[][] matrix = new double[entries.length][entries.length];
    for (int i = 0; i < entries.length; i++) {
      matrix[i][i] = entries[i];
    }
    return matrix;
  }

  private static double[] times(double[][] h, double[] v, double factor) {
    return Arrays.stream(h).mapToDouble(row -> factor * dot(row, v)).toArray();
  }

  private static double[] over(double[] x, double[] y) {
    double[] quotient = new double[x.length];
    Arrays.setAll(quotient, i -> x[i] / y[i]);
    return quotient;
  }

  private static double[] plus(double[] x, double t, double[] d) {
    double[] sum = new double[x.length];
    Arrays.setAll(sum, i -> x[i] + t * d[i]);
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(1e-5));
  }

  /** P, of which the curvature and the solution may be wrong by a factor. */
  private record Model(double curvatureFactor, double solutionFactor) implements Preconditioner {

    Model(double curvatureFactor) {
      this(curvatureFactor, 1);
    }

    @Override
    public double[] solve(double[] parameters, double[] vector) {
      double[] solution = over(vector, MODEL);
      Arrays.setAll(solution, i -> solutionFactor * solution[i]);
      return solution;
    }

    @Override
    public double curvature(double[] vector) {
      double sum = 0;
      for (int i = 0; i < vector.length; i++) {
        sum += MODEL[i] * vector[i] * vector[i];
      }
      return curvatureFactor * sum;
    }
  }

  private static final class Recorded implements Objective {
    private final Objective quadratic;
    private final double offset;
    private final List<double[]> visited = new ArrayList<>();

    Recorded(double[] curvatures, double offset) {
      this.quadratic = OptimizerContract.quadratic(curvatures);
      this.offset = offset;
    }

    @Override
    public int dimension() {
      return quadratic.dimension();
    }

    @Override
    public LossAndGradient evaluate(double[] parameters) {
      visited.add(parameters.clone());
      LossAndGradient value = quadratic.evaluate(parameters);
      return new LossAndGradient(value.meanLoss() + offset, 0, value.gradient());
    }
  }
}
