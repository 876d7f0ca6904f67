package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/** Which points backtracking tries; the gradient at the start is 2, from the point 0. */
class GradientDescentStepsTest {

  @Test
  void theFirstTrialIsTheInitialStepAndLaterOnesTwiceTheLast() {
    Script script = new Script(10, 9, 7, 8, 6);
    GradientDescent rule = GradientDescent.backtracking(0.5);
    OptimizerState start = rule.start(script, new double[1]);
    assertThat(start.memory()).isSameAs(OptimizerState.NoMemory.INSTANCE);
    OptimizerState first = rule.next(script, start).state();
    assertThat(first.stepSize()).isEqualTo(0.5);
    assertThat(first.parameters()).containsExactly(-1);
    OptimizerState second = rule.next(script, first).state();
    assertThat(second.stepSize()).isEqualTo(1);
    assertThat(second.parameters()).containsExactly(-3);
    assertThat(second.iteration()).isEqualTo(2);
    assertThat(second.evaluations()).isEqualTo(3);
  }

  @Test
  void aTrialMustFallByAShareOfWhatTheTangentPromises() {
    for (double step : new double[] {0.5, 4}) {
      double enough = 1e-4 * step * 4;
      assertThat(trials(step, new Script(0, -enough))).isEqualTo(1);
      assertThat(trials(step, new Script(0, -0.99 * enough, -1))).isEqualTo(2);
      assertThat(trials(step, new Script(0, 1, -1))).isEqualTo(2);
      assertThat(trials(step, new Script(0, Double.NaN, -1))).isEqualTo(2);
    }
  }

  @Test
  void halvesTheStepFiftyTimesAtMost() {
    Script script = new Script(0, 1);
    GradientDescent rule = GradientDescent.backtracking(8);
    Step step = rule.next(script, rule.start(script, new double[1]));
    assertThat(step.end()).hasValue(StopReason.LINE_SEARCH_FAILED);
    assertThat(step.state().evaluations()).isEqualTo(51);
    assertThat(script.visited).hasSize(51);
    assertThat(script.visited.subList(0, 4)).containsExactly(0.0, -16.0, -8.0, -4.0);
  }

  @Test
  void aValueThatDoesNotFallInItsLastBitIsNoProgress() {
    Script script = new Script(0x1p52, 0x1p52);
    GradientDescent rule = GradientDescent.backtracking(1e3);
    Step step = rule.next(script, rule.start(script, new double[1]));
    assertThat(step.end()).hasValue(StopReason.LINE_SEARCH_FAILED);
  }

  @Test
  void endsWhereTheStepPromisesLessThanTheNoise() {
    double drowning = 4 * 0x1p46;
    assertThat(end(1, drowning)).isEqualTo(StopReason.PRECISION);
    assertThat(end(1, 0.99 * drowning)).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    assertThat(end(3, 2.99 * drowning)).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    assertThat(end(3, 3 * drowning)).isEqualTo(StopReason.PRECISION);
  }

  @Test
  void aStepMustBeAPositiveNumber() {
    for (double bad : new double[] {0, -1, Double.POSITIVE_INFINITY, Double.NaN}) {
      assertThatThrownBy(() -> GradientDescent.backtracking(bad))
          .hasMessage("Invalid step size: " + bad + " (must be > 0 and finite)");
    }
  }

  /** The gradient is within the tolerance from the start, and the value may yet fall by 3. */
  @Test
  void goesOnWhileTheRuleExpectsMoreThanTheToleranceAllows() {
    assertThat(iterations(0.29)).isEqualTo(2);
    assertThat(iterations(0.3)).isZero();
  }

  private static int iterations(double tolerance) {
    Optimizer expecting =
        new Optimizer() {
          @Override
          public OptimizerState.Memory initialMemory() {
            return VectorMemory.EMPTY;
          }

          @Override
          public double expectedDecrease(Objective objective, OptimizerState state) {
            return 3;
          }

          @Override
          public Step next(Objective objective, OptimizerState state) {
            return FirstOrder.gradientDescent(StepSchedule.constant(1)).next(objective, state);
          }
        };
    OptimizerState start = expecting.start(new Script(-10), new double[1]);
    return new Minimizer(expecting, 2, tolerance)
        .resume(new Script(-10), start, new Minimizer.Origin(-10, 1e9), state -> {})
        .state()
        .iteration();
  }

  private static StopReason end(double step, double value) {
    Script script = new Script(value, value);
    GradientDescent rule = GradientDescent.backtracking(step);
    Step next = rule.next(script, rule.start(script, new double[1]));
    if (next.end().orElseThrow() == StopReason.PRECISION) {
      assertThat(next.state().evaluations()).isEqualTo(1);
    }
    return next.end().orElseThrow();
  }

  private static int trials(double step, Script script) {
    GradientDescent rule = GradientDescent.backtracking(step);
    return rule.next(script, rule.start(script, new double[1])).state().evaluations() - 1;
  }

  /** Gives the values one after the other, then the last again and again. */
  private static final class Script implements Objective {
    private final double[] values;
    private final List<Double> visited = new ArrayList<>();

    Script(double... values) {
      this.values = values;
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public LossAndGradient evaluate(double[] parameters) {
      double value = values[Math.min(visited.size(), values.length - 1)];
      visited.add(parameters[0]);
      return new LossAndGradient(value, 0, new double[] {2});
    }
  }
}
