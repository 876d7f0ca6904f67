package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Vectors;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;
import org.sparksoftmax.math.regularize.L1Penalty;

class OwlQnTest extends OptimizerContract {

  @Override
  Optimizer optimizer() {
    return new OwlQn(10);
  }

  /** ½ Σ (θᵢ − cᵢ)² + λ Σ |θᵢ|, the last one not penalised: soft thresholds. */
  @Test
  void findsTheSoftThresholdsOfAQuadratic() {
    double[] centres = {3, -2, 0.4, -0.5, 0.5001, 0.1};
    OptimizationResult result = minimize(lasso(centres, 0.5), 200, 1e-10);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().parameters())
        .containsExactly(new double[] {2.5, -1.5, 0, 0, 0.0001, 0.1}, within(1e-6));
    assertThat(result.state().parameters()[2]).isZero();
    assertThat(result.state().parameters()[3]).isZero();
  }

  /** As features without intercepts make them that are all far from 0. */
  @Test
  void axesThatAreCoupledTakeFewIterations() {
    int dimension = 40;
    double[] centre =
        IntStream.range(0, dimension).mapToDouble(i -> Math.sin(3 * i) + 0.3).toArray();
    Objective objective = coupledLasso(centre, 400, 0.2);
    OptimizationResult result = minimize(objective, 60, 1e-10);
    assertOptimal(result, objective, 1e-5);
  }

  @Test
  void meetsTheConditionsOfAnOptimumOnASoftmaxProblem() {
    Objective objective = sparseSoftmax(0.01, 0.5);
    assertOptimal(minimize(objective, 5000, 1e-9), objective);
  }

  @Test
  void aDiagonalKeepsTheOptimum() {
    Objective objective = sparseSoftmax(0.008, 1);
    float[] entries = new float[objective.dimension()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = 1 - i / (2f * entries.length);
    }
    Optimizer scaled = new OwlQn(5, Optional.of(new Diagonal(entries, 3)));
    OptimizationResult result =
        new Minimizer(scaled, 5000, 1e-9)
            .minimize(objective, new double[objective.dimension()], state -> {});
    assertOptimal(result, objective);
    assertThat(result.state().value().objective())
        .isCloseTo(minimize(objective, 5000, 1e-9).state().value().objective(), within(1e-9));
  }

  /** The third one is held at 0; the diagonal is the inverse of the Hessian of the others. */
  @Test
  void aDiagonalThatIsRightNeedsOneStep() {
    Objective objective = lasso(new double[] {3, -2, 0.4, 0.1}, 0.5);
    Optimizer scaled = new OwlQn(5, Optional.of(new Diagonal(new float[] {1, 1, 9, 1}, 1)));
    OptimizationResult result =
        new Minimizer(scaled, 10, 1e-9).minimize(objective, new double[4], state -> {});
    assertThat(result.state().parameters())
        .containsExactly(new double[] {2.5, -1.5, 0, 0.1}, within(1e-6));
    assertThat(result.state().iteration()).isEqualTo(1);
  }

  @Test
  void everyRuleStandsStillAtTheSameOptimum() {
    Objective objective = sparseSoftmax(0.008, 0.9);
    double optimum = minimize(objective, 5000, 1e-10).state().value().objective();
    StepSchedule falling = StepSchedule.exponential(0.1, 0.5, 300);
    for (Optimizer rule :
        List.of(
            GradientDescent.backtracking(1),
            FirstOrder.gradientDescent(StepSchedule.constant(0.3)),
            FirstOrder.momentum(0.8, StepSchedule.constant(0.3)),
            FirstOrder.nesterov(0.8, StepSchedule.constant(0.3)),
            FirstOrder.adaGrad(1e-8, StepSchedule.constant(0.5)),
            FirstOrder.adam(0.9, 0.999, 1e-8, falling))) {
      double reached =
          new Minimizer(rule, 4000, 1e-9)
              .minimize(objective, new double[objective.dimension()], state -> {})
              .state()
              .value()
              .objective();
      assertThat(reached).isBetween(optimum - 1e-12, optimum + 1e-6);
    }
  }

  @Test
  void aPenaltyThatIsTooLargeLeavesZerosOnly() {
    Objective objective = sparseSoftmax(10, 1);
    OptimizationResult result = minimize(objective, 100, 1e-8);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    double[] theta = result.state().parameters();
    for (int i = 0; i < objective.l1().penalized(); i++) {
      assertThat(theta[i]).isZero();
    }
  }

  @Test
  void reportsASearchThatFailsBecauseTheGradientIsWrong() {
    assertThat(minimize(constant(1.0), 10, 1e-6).stopReason())
        .isEqualTo(StopReason.LINE_SEARCH_FAILED);
  }

  @Test
  void refusesAnEmptyHistory() {
    assertThatThrownBy(() -> new OwlQn(0)).hasMessage("Invalid OWL-QN history: 0 (must be >= 1)");
  }

  /** |∂f| ≤ λ where θ = 0, ∂f = −λ sign θ elsewhere. */
  private static void assertOptimal(OptimizationResult result, Objective objective) {
    assertOptimal(result, objective, 1e-7);
  }

  private static void assertOptimal(OptimizationResult result, Objective objective, double near) {
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    double[] theta = result.state().parameters();
    double[] gradient = result.state().value().gradient();
    L1Penalty l1 = objective.l1();
    int zeros = 0;
    for (int i = 0; i < theta.length; i++) {
      if (i >= l1.penalized()) {
        assertThat(gradient[i]).isCloseTo(0, within(near));
      } else if (theta[i] == 0) {
        zeros++;
        assertThat(Math.abs(gradient[i])).isLessThan(l1.strength() + near);
      } else {
        assertThat(gradient[i]).isCloseTo(-Math.signum(theta[i]) * l1.strength(), within(near));
      }
    }
    assertThat(zeros).isBetween(1, l1.penalized() - 1);
  }

  private static Objective sparseSoftmax(double strength, double share) {
    ExampleBlock block =
        TestBlocks.examples(
            TestBlocks.rows(120, 6, 21), TestBlocks.labels(120, 4, 22), null, Form.DENSE_F64);
    ParameterLayout layout = new ParameterLayout(6, 4, true, block.features().weightOrder());
    ElasticNet penalty =
        new ElasticNet(strength * (1 - share), strength * share, layout.weightCount());
    return SoftmaxObjective.over(List.of(block), layout, penalty, 1.0 / 255);
  }

  private static Objective lasso(double[] centres, double strength) {
    return coupledLasso(centres, 0, strength);
  }

  /** ½ (‖θ − c‖² + coupling (Σ θᵢ − cᵢ)² / n) + λ Σ |θᵢ|. */
  private static Objective coupledLasso(double[] centres, double coupling, double strength) {
    L1Penalty l1 = new L1Penalty(strength, centres.length - 1);
    return new Objective() {
      @Override
      public int dimension() {
        return centres.length;
      }

      @Override
      public L1Penalty l1() {
        return l1;
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        double sum = 0;
        double squares = 0;
        double[] gradient = new double[p.length];
        for (int i = 0; i < p.length; i++) {
          gradient[i] = p[i] - centres[i];
          sum += gradient[i];
          squares += gradient[i] * gradient[i];
        }
        double couple = coupling * sum / p.length;
        for (int i = 0; i < p.length; i++) {
          gradient[i] += couple;
        }
        double value = (squares + couple * sum) / 2;
        double[] least = l1.leastSubgradient(p, gradient);
        return new LossAndGradient(
            value, l1.value(p), gradient, Math.sqrt(Vectors.dot(least, least)));
      }
    };
  }
}
