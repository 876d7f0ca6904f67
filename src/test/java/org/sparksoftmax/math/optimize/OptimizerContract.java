package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;

/** What every update rule must do. */
abstract class OptimizerContract {

  /** A rule that solves the problems below. */
  abstract Optimizer optimizer();

  @Test
  void findsTheMinimumOfAQuadratic() {
    Objective quadratic = quadratic(1, 2, 5);
    OptimizationResult result = minimize(quadratic, 1000, 1e-8);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    for (double entry : result.state().parameters()) {
      assertThat(entry).isBetween(1 - 1e-6, 1 + 1e-6);
    }
  }

  @Test
  void reachesASmallGradientOnARegularizedSoftmaxProblem() {
    OptimizationResult result = minimize(softmax(0.1), 5000, 1e-6);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().value().gradientNorm()).isLessThan(1e-6);
  }

  @Test
  void reachesTheOptimumOfABadlyScaledProblemToItsAccuracy() {
    OptimizationResult result = minimize(quadratic(1, 0.1, 0.01), 60_000, 0);
    assertThat(result.state().value().objective()).isLessThan(accuracy());
  }

  /** More features than rows, two of them equal: many optima, of one value. */
  @Test
  void reachesTheOptimumOfARankDeficientProblemToItsAccuracy() {
    Objective deficient = deficient(0.02);
    double optimum =
        new Minimizer(new Lbfgs(20), 2000, 1e-12)
            .minimize(deficient, new double[deficient.dimension()], state -> {})
            .state()
            .value()
            .objective();
    OptimizationResult result = minimize(deficient, 20_000, 1e-9);
    assertThat(result.state().value().objective()).isBetween(optimum - 1e-9, optimum + accuracy());
  }

  /** How near the value of a problem's optimum the rule comes in the time that tests give it. */
  double accuracy() {
    return 1e-8;
  }

  @Test
  void countsEveryEvaluation() {
    int[] evaluations = {0};
    Objective counted = counting(softmax(0.1), evaluations);
    OptimizationResult result = minimize(counted, 7, 0);
    assertThat(result.stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
    assertThat(result.state().iteration()).isEqualTo(7);
    assertThat(result.state().evaluations()).isEqualTo(evaluations[0]);
  }

  @Test
  void stopsAtOnceWhereTheGradientIsZero() {
    OptimizationResult result =
        new Minimizer(optimizer(), 10, 1e-6)
            .minimize(quadratic(1, 1), new double[] {1, 1}, state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().iteration()).isZero();
    assertThat(result.state().evaluations()).isEqualTo(1);
  }

  @Test
  void givesTheSameBitsEachTimeAndFromAnyStateOn() {
    Objective objective = softmax(0.01);
    List<OptimizerState> states = new ArrayList<>();
    new Minimizer(optimizer(), 12, 0)
        .minimize(objective, new double[objective.dimension()], states::add);
    OptimizerState resumed = states.get(5);
    for (int i = 5; i < 12; i++) {
      resumed = optimizer().next(objective, resumed).state();
    }
    assertThat(resumed.parameters()).containsExactly(states.get(12).parameters());
    assertThat(resumed.evaluations()).isEqualTo(states.get(12).evaluations());
  }

  @Test
  void aRunThatIsTakenUpEndsAsOneThatNeverStopped() {
    Objective objective = softmax(0.01);
    List<OptimizerState> states = new ArrayList<>();
    Minimizer minimizer = new Minimizer(optimizer(), 3000, 1e-4);
    OptimizationResult whole =
        minimizer.minimize(objective, new double[objective.dimension()], states::add);
    assertThat(whole.stopReason()).isEqualTo(StopReason.CONVERGED);
    Minimizer.Origin origin = Minimizer.Origin.of(states.get(0));
    for (int stopped : new int[] {0, 1, whole.state().iteration() / 2, states.size() - 1}) {
      List<OptimizerState> shown = new ArrayList<>();
      OptimizationResult resumed =
          minimizer.resume(objective, states.get(stopped), origin, shown::add);
      assertThat(resumed.stopReason()).isEqualTo(StopReason.CONVERGED);
      assertThat(resumed.state().iteration()).isEqualTo(whole.state().iteration());
      assertThat(resumed.state().parameters()).containsExactly(whole.state().parameters());
      assertThat(shown).hasSize(states.size() - 1 - stopped);
    }
  }

  @Test
  void tolerancesOfAWarmStartReferToZero() {
    int[] evaluations = {0};
    Objective objective = counting(softmax(0.01), evaluations);
    Minimizer minimizer = new Minimizer(optimizer(), 3000, 1e-4);
    OptimizationResult cold =
        minimizer.minimize(objective, new double[objective.dimension()], state -> {});
    evaluations[0] = 0;
    Minimizer.Start start =
        minimizer.warmStart(
            objective, cold.state().parameters(), new double[objective.dimension()]);
    assertThat(start.origin())
        .isEqualTo(minimizer.start(softmax(0.01), new double[objective.dimension()]).origin());
    OptimizationResult warm = minimizer.minimize(objective, start, state -> {});
    assertThat(warm.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(warm.state().iteration()).isZero();
    assertThat(warm.state().evaluations()).isEqualTo(2).isEqualTo(evaluations[0]);
    assertThat(warm.state().parameters()).containsExactly(cold.state().parameters());
  }

  @Test
  void endsAsDivergedWhereTheOriginIsNotFinite() {
    Minimizer minimizer = new Minimizer(optimizer(), 10, 1e-6);
    Minimizer.Start start = minimizer.start(quadratic(1, 1), new double[2]);
    Minimizer.Origin origin = new Minimizer.Origin(Double.POSITIVE_INFINITY, Double.NaN);
    OptimizationResult result =
        minimizer.minimize(
            quadratic(1, 1), new Minimizer.Start(start.state(), origin), state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
  }

  @Test
  void endsAsDivergedWhereTheStartIsNotFinite() {
    Objective broken = constant(Double.NaN);
    OptimizationResult result = minimize(broken, 10, 1e-6);
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.stopReason().isFailure()).isTrue();
  }

  final OptimizationResult minimize(Objective objective, int maxIterations, double tolerance) {
    return new Minimizer(optimizer(), maxIterations, tolerance)
        .minimize(objective, new double[objective.dimension()], state -> {});
  }

  /** ½ Σ cᵢ (θᵢ − 1)². */
  static Objective quadratic(double... curvatures) {
    return new Objective() {
      @Override
      public int dimension() {
        return curvatures.length;
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        double value = 0;
        double[] gradient = new double[p.length];
        for (int i = 0; i < p.length; i++) {
          gradient[i] = curvatures[i] * (p[i] - 1);
          value += gradient[i] * (p[i] - 1) / 2;
        }
        return new LossAndGradient(value, 0, gradient);
      }
    };
  }

  static Objective constant(double value) {
    return new Objective() {
      @Override
      public int dimension() {
        return 2;
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        return new LossAndGradient(value, 0, new double[] {1, 1});
      }
    };
  }

  static Objective softmax(double strength) {
    double[][] x = TestBlocks.rows(120, 6, 21);
    ExampleBlock block =
        TestBlocks.examples(x, TestBlocks.labels(120, 4, 22), null, Form.DENSE_F64);
    ParameterLayout layout = new ParameterLayout(6, 4, true, block.features().weightOrder());
    return SoftmaxObjective.over(
        List.of(block), layout, new L2Regularizer(strength, layout.weightCount()), 1.0 / 255);
  }

  static Objective deficient(double strength) {
    double[][] x = TestBlocks.rows(12, 20, 31);
    for (double[] row : x) {
      row[19] = row[0];
    }
    ExampleBlock block = TestBlocks.examples(x, TestBlocks.labels(12, 3, 32), null, Form.DENSE_F64);
    ParameterLayout layout = new ParameterLayout(20, 3, true, block.features().weightOrder());
    return SoftmaxObjective.over(
        List.of(block), layout, new L2Regularizer(strength, layout.weightCount()), 1.0 / 255);
  }

  static Objective counting(Objective objective, int[] evaluations) {
    return new Objective() {
      @Override
      public int dimension() {
        return objective.dimension();
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        evaluations[0]++;
        return objective.evaluate(p);
      }
    };
  }
}
