package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

class LbfgsTest extends OptimizerContract {

  @Override
  Optimizer optimizer() {
    return new Lbfgs(10);
  }

  @Test
  void findsTheMinimumOfRosenbrocksFunction() {
    Objective rosenbrock =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public LossAndGradient evaluate(double[] p) {
            double a = 1 - p[0];
            double b = p[1] - p[0] * p[0];
            double[] gradient = {-2 * a - 400 * p[0] * b, 200 * b};
            return new LossAndGradient(a * a + 100 * b * b, 0, gradient);
          }
        };
    OptimizationResult result =
        new Minimizer(optimizer(), 200, 1e-9)
            .minimize(rosenbrock, new double[] {-1.2, 1}, state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().parameters()[0]).isBetween(1 - 1e-6, 1 + 1e-6);
    assertThat(result.state().evaluations()).isLessThan(70);
  }

  @Test
  void convergesWhereTheToleranceIsBeyondPrecision() {
    OptimizationResult result = minimize(softmax(0.1), 5000, 1e-300);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().value().gradientNorm()).isLessThan(1e-7);
  }

  @Test
  void reportsALineSearchThatFailsBecauseTheGradientIsWrong() {
    Objective uphill =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public LossAndGradient evaluate(double[] p) {
            double value = p[0] * p[0] + p[1] * p[1] + p[0];
            return new LossAndGradient(value, 0, new double[] {-2 * p[0] - 1, -2 * p[1]});
          }
        };
    OptimizationResult result = minimize(uphill, 10, 1e-6);
    assertThat(result.stopReason()).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    assertThat(result.stopReason().isFailure()).isTrue();
    assertThat(result.state().iteration()).isZero();
  }

  @Test
  void comesBackFromTrialsThatAreNotFinite() {
    Objective wall =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public LossAndGradient evaluate(double[] p) {
            double value =
                p[0] >= 0.5 ? Double.POSITIVE_INFINITY : -Math.log(0.5 - p[0]) - 3 * p[0];
            return new LossAndGradient(value, 0, new double[] {1 / (0.5 - p[0]) - 3});
          }
        };
    OptimizationResult result = minimize(wall, 50, 1e-8);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().parameters()[0]).isBetween(1 / 6.0 - 1e-6, 1 / 6.0 + 1e-6);
  }

  @Test
  void aDiagonalMakesUpForScalesAndKeepsTheOptimum() {
    double least = 1e-4;
    double[] curvatures = new double[41];
    float[] inverse = new float[41];
    for (int i = 0; i <= 40; i++) {
      curvatures[i] = Math.pow(10, -i / 10.0);
      inverse[i] = (float) (least / curvatures[i]);
    }
    Objective quadratic = quadratic(curvatures);
    OptimizationResult plain = minimize(quadratic, 1000, 1e-9);
    OptimizationResult scaled =
        new Minimizer(new Lbfgs(10, new Diagonal(inverse, 1 / least)), 1000, 1e-9)
            .minimize(quadratic, new double[41], state -> {});
    assertThat(scaled.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(scaled.state().parameters())
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(plain.state().parameters());
    assertThat(scaled.state().evaluations()).isLessThan(5);
    assertThat(plain.state().evaluations()).isGreaterThan(20);
  }

  @Test
  void refusesAnEmptyHistory() {
    assertThatThrownBy(() -> new Lbfgs(0)).hasMessage("Invalid L-BFGS history: 0 (must be >= 1)");
  }
}
