package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;

class FirstOrderTest {

  @Nested
  class GradientDescentSteps extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return FirstOrder.gradientDescent(StepSchedule.constant(0.3));
    }
  }

  @Nested
  class HeavyBall extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return FirstOrder.momentum(0.8, StepSchedule.constant(0.3));
    }
  }

  @Nested
  class Nesterov extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return FirstOrder.nesterov(0.9, StepSchedule.constant(0.15));
    }
  }

  @Nested
  class AdaGrad extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return FirstOrder.adaGrad(1e-8, StepSchedule.constant(1.0));
    }
  }

  @Nested
  class Adam extends OptimizerContract {
    @Override
    Optimizer optimizer() {
      return FirstOrder.adam(0.9, 0.999, 1e-8, StepSchedule.exponential(0.1, 0.5, 250));
    }
  }

  @Test
  void theFirstUpdatesAreThoseOfThePapers() {
    // Gradient 2θ − 4 at θ = 0: −4.
    assertThat(steps(FirstOrder.gradientDescent(StepSchedule.constant(0.1)), 2))
        .containsExactly(new double[] {0.4, 0.72}, within(1e-12));
    // 0.4; 0.4 + 0.5·0.4 − 0.1·(0.8 − 4).
    assertThat(steps(FirstOrder.momentum(0.5, StepSchedule.constant(0.1)), 2))
        .containsExactly(new double[] {0.4, 0.92}, within(1e-12));
    // x = 0.4, ahead 0.4 + 0.5·0.4 = 0.6; x = 0.6 + 0.1·2.8 = 0.88, ahead 0.88 + 0.5·0.48.
    assertThat(steps(FirstOrder.nesterov(0.5, StepSchedule.constant(0.1)), 2))
        .containsExactly(new double[] {0.6, 1.12}, within(1e-12));
    // 0.1·4/4; then the gradient is −3.8: 0.1·3.8/√(16 + 14.44).
    assertThat(steps(FirstOrder.adaGrad(1e-300, StepSchedule.constant(0.1)), 2))
        .containsExactly(new double[] {0.1, 0.1 + 0.38 / Math.sqrt(30.44)}, within(1e-12));
    // Corrected means are the gradient itself at first: a step of 0.1.
    double mean = (0.9 * 0.4 + 0.1 * 3.8) / (1 - 0.81);
    double square = (0.999 * 0.016 + 0.001 * 3.8 * 3.8) / (1 - 0.998001);
    assertThat(steps(FirstOrder.adam(0.9, 0.999, 1e-300, StepSchedule.constant(0.1)), 2))
        .containsExactly(new double[] {0.1, 0.1 + 0.1 * mean / Math.sqrt(square)}, within(1e-12));
  }

  @Test
  void miniBatchesAreAskedForByTheirNumber() {
    List<MiniBatch> asked = new ArrayList<>();
    Objective objective =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public LossAndGradient evaluate(double[] parameters) {
            throw new AssertionError("all of the data was asked for");
          }

          @Override
          public LossAndGradient evaluate(double[] parameters, MiniBatch batch) {
            asked.add(batch);
            return new LossAndGradient(1, 0, new double[] {0});
          }
        };
    Optimizer optimizer =
        FirstOrder.gradientDescent(StepSchedule.constant(1)).withMiniBatches(0.25, 7);
    OptimizationResult result =
        new Minimizer(optimizer, 3, 0.5).minimize(objective, new double[1], state -> {});
    assertThat(asked)
        .containsExactly(
            new MiniBatch(0.25, 7, 0),
            new MiniBatch(0.25, 7, 1),
            new MiniBatch(0.25, 7, 2),
            new MiniBatch(0.25, 7, 3));
    // A gradient of 0 on some rows says nothing of the others.
    assertThat(result.stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
  }

  @Test
  void theObjectiveToleranceEndsARunThatHasBecomeSlow() {
    Optimizer slow = FirstOrder.gradientDescent(StepSchedule.constant(1e-6));
    OptimizationResult result =
        new Minimizer(slow, 1000, 0, 1e-3, state -> java.util.Optional.empty())
            .minimize(OptimizerContract.quadratic(1, 1), new double[2], state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().iteration()).isEqualTo(1);
  }

  @Test
  void badSettingsAreRefused() {
    StepSchedule one = StepSchedule.constant(1);
    assertThatThrownBy(() -> FirstOrder.momentum(1, one))
        .hasMessage("Invalid momentum: 1.0 (must be >= 0 and < 1)");
    assertThatThrownBy(() -> FirstOrder.adam(0.5, -0.1, 1, one))
        .hasMessage("Invalid beta2: -0.1 (must be >= 0 and < 1)");
    assertThatThrownBy(() -> FirstOrder.adaGrad(0, one))
        .hasMessage("Invalid epsilon: 0.0 (must be > 0 and finite)");
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> StepSchedule.cooldown(bad, 9))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StepSchedule.cosine(bad, 9))
          .hasMessage("Invalid step size: " + bad + " (must be > 0 and finite)");
    }
  }

  @Test
  void schedulesFollowTheirFormulas() {
    assertThat(StepSchedule.constant(0.5).at(1000)).isEqualTo(0.5);
    assertThat(StepSchedule.inverseSqrt(0.5, 100).at(300)).isEqualTo(0.25);
    assertThat(StepSchedule.exponential(1, 0.25, 10).at(5)).isEqualTo(0.5);
    assertThat(StepSchedule.step(1, 0.25, 10).at(9)).isEqualTo(1);
    assertThat(StepSchedule.step(1, 0.25, 10).at(29)).isEqualTo(0.0625);
    assertThat(StepSchedule.cooldown(2, 100).at(0)).isEqualTo(2);
    assertThat(StepSchedule.cooldown(2, 100).at(80)).isCloseTo(2, within(1e-15));
    assertThat(StepSchedule.cooldown(2, 100).at(90)).isCloseTo(1, within(1e-15));
    assertThat(StepSchedule.cooldown(2, 100).at(100)).isZero();
    assertThat(StepSchedule.cooldown(2, 100).at(101)).isZero();
    assertThat(StepSchedule.cosine(2, 100).at(0)).isEqualTo(2);
    assertThat(StepSchedule.cosine(2, 100).at(50)).isCloseTo(1, within(1e-15));
    assertThat(StepSchedule.cosine(2, 100).at(100)).isCloseTo(0, within(1e-15));
    assertThat(StepSchedule.cosine(2, 100).at(101)).isCloseTo(0, within(1e-15));
  }

  /** θ after each of some updates on θ² − 4θ, from 0. */
  private static double[] steps(FirstOrder optimizer, int count) {
    Objective parabola =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public LossAndGradient evaluate(double[] p) {
            return new LossAndGradient(p[0] * p[0] - 4 * p[0], 0, new double[] {2 * p[0] - 4});
          }
        };
    double[] visited = new double[count];
    OptimizerState state = optimizer.start(parabola, new double[1]);
    for (int i = 0; i < count; i++) {
      state = optimizer.next(parabola, state).state();
      visited[i] = state.parameters()[0];
    }
    return visited;
  }
}
