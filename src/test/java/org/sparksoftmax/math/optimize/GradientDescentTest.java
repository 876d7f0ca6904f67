package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

class GradientDescentTest {

  @Nested
  class ConstantStep extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return FirstOrder.gradientDescent(StepSchedule.constant(0.3));
    }

    @Test
    void endsAsDivergedAtTheLastFiniteStateWhereTheStepIsTooLarge() {
      Objective steep =
          new Objective() {
            @Override
            public int dimension() {
              return 1;
            }

            @Override
            public LossAndGradient evaluate(double[] p) {
              return new LossAndGradient(p[0] * p[0] + p[0], 0, new double[] {2 * p[0] + 1});
            }
          };
      OptimizationResult result =
          new Minimizer(FirstOrder.gradientDescent(StepSchedule.constant(1e9)), 1000, 1e-6)
              .minimize(steep, new double[1], state -> {});
      assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
      assertThat(result.state().value().isFinite()).isTrue();
      assertThat(result.state().parameters()[0]).isFinite();
    }
  }

  @Nested
  class Backtracking extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return GradientDescent.backtracking(1.0);
    }

    @Test
    void neverIncreasesTheObjective() {
      double[] last = {Double.POSITIVE_INFINITY};
      Objective objective = softmax(0.01);
      new Minimizer(GradientDescent.backtracking(1e6), 50, 0)
          .minimize(
              objective,
              new double[objective.dimension()],
              state -> {
                assertThat(state.value().objective()).isLessThan(last[0]);
                last[0] = state.value().objective();
              });
    }

    @Test
    void reportsASearchThatFailsBecauseTheGradientIsWrong() {
      OptimizationResult result = minimize(constant(1.0), 10, 1e-6);
      assertThat(result.stopReason()).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    }
  }

  @Test
  void refusesAStepThatIsNotPositive() {
    assertThatThrownBy(() -> StepSchedule.constant(0))
        .hasMessage("Invalid step size: 0.0 (must be > 0 and finite)");
  }
}
