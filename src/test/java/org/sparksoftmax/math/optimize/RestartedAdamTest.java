package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

class RestartedAdamTest extends OptimizerContract {

  private static final int CLASSES = 3;
  private static final int FEATURES = 2;
  private static final ParameterLayout LAYOUT = layout(WeightOrder.CLASS_MAJOR);

  @Override
  Optimizer optimizer() {
    return adam(0.3);
  }

  @Test
  void takesNoStepUpwardsAndFindsTheOptimumOfOverlappingClasses() {
    Objective objective = rows(LAYOUT, 2, 1e-4);
    List<Double> values = new ArrayList<>();
    OptimizationResult result =
        new Minimizer(adam(0.5).withoutCommonSteps(LAYOUT), 300, 1e-6)
            .minimize(objective, new double[9], state -> values.add(state.value().objective()));
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().value().objective()).isCloseTo(optimum(objective), within(1e-9));
    assertThat(values).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  /** Weights that end far away take more steps than 1000 of one size. */
  @Test
  void stepsGrowWhereClassesCanBeSeparated() {
    Objective objective = rows(LAYOUT, 0, 1e-9);
    OptimizationResult result =
        new Minimizer(adam(0.5).withoutCommonSteps(LAYOUT), 1000, 1e-6)
            .minimize(objective, new double[9], state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().stepSize()).isGreaterThan(1);
  }

  @Test
  void aFirstStepMuchTooLongIsHalvedUntilItIsNot() {
    Objective objective = rows(LAYOUT, 2, 1e-4);
    OptimizationResult result =
        new Minimizer(adam(1e9).withoutCommonSteps(LAYOUT), 300, 1e-6)
            .minimize(objective, new double[9], state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
  }

  /** A hardly penalised common part would take as long to go as it took to come. */
  @Test
  void weightsSumToZeroOverTheClasses() {
    for (WeightOrder order : WeightOrder.values()) {
      ParameterLayout layout = layout(order);
      Objective objective = rows(layout, 2, 1e-6);
      OptimizationResult result =
          new Minimizer(adam(0.5).withoutCommonSteps(layout), 300, 1e-6)
              .minimize(objective, new double[9], state -> {});
      assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
      for (int j = 0; j < FEATURES; j++) {
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
          sum += result.state().parameters()[layout.weightIndex(k, j)];
        }
        assertThat(sum).isCloseTo(0, within(1e-12));
      }
    }
  }

  @Test
  void thePenaltyStillMovesWhatTheFirstWeightsHaveInCommon() {
    Objective objective = rows(LAYOUT, 2, 0.1);
    double[] first = new double[9];
    Arrays.fill(first, 0, CLASSES * FEATURES, 5);
    OptimizationResult result =
        new Minimizer(adam(0.5).withoutCommonSteps(LAYOUT), 1000, 1e-6)
            .minimize(objective, first, state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.state().value().objective()).isCloseTo(optimum(objective), within(1e-9));
  }

  private static RestartedAdam adam(double step) {
    return new RestartedAdam(0.9, 0.999, 1e-8, step);
  }

  private static double optimum(Objective objective) {
    return new Minimizer(new Lbfgs(10), 1000, 1e-10)
        .minimize(objective, new double[objective.dimension()], state -> {})
        .state()
        .value()
        .objective();
  }

  private static ParameterLayout layout(WeightOrder order) {
    return new ParameterLayout(FEATURES, CLASSES, true, order);
  }

  /** Mean softmax loss of 90 rows in three groups, and λ/2 ‖W‖². */
  private static Objective rows(ParameterLayout layout, double spread, double strength) {
    Random random = new Random(7);
    double[][] x = new double[90][];
    for (int i = 0; i < x.length; i++) {
      double angle = 2 * Math.PI * (i % CLASSES) / CLASSES;
      x[i] =
          new double[] {
            Math.cos(angle) + spread * random.nextGaussian(),
            Math.sin(angle) + spread * random.nextGaussian(),
            1
          };
    }
    return new Objective() {
      @Override
      public int dimension() {
        return layout.dimension();
      }

      @Override
      public LossAndGradient evaluate(double[] p) {
        double loss = 0;
        double penalty = 0;
        double[] gradient = new double[p.length];
        for (int i = 0; i < x.length; i++) {
          double[] e = new double[CLASSES];
          for (int k = 0; k < CLASSES; k++) {
            for (int j = 0; j <= FEATURES; j++) {
              e[k] += p[at(k, j)] * x[i][j];
            }
          }
          double own = e[i % CLASSES];
          double largest = Arrays.stream(e).max().orElseThrow();
          Arrays.setAll(e, k -> Math.exp(e[k] - largest));
          double sum = Arrays.stream(e).sum();
          loss += (largest + Math.log(sum) - own) / x.length;
          for (int k = 0; k < CLASSES; k++) {
            double error = (e[k] / sum - (k == i % CLASSES ? 1 : 0)) / x.length;
            for (int j = 0; j <= FEATURES; j++) {
              gradient[at(k, j)] += error * x[i][j];
            }
          }
        }
        for (int w = 0; w < layout.weightCount(); w++) {
          penalty += strength / 2 * p[w] * p[w];
          gradient[w] += strength * p[w];
        }
        return new LossAndGradient(loss, penalty, gradient);
      }

      private int at(int k, int j) {
        return j < FEATURES ? layout.weightIndex(k, j) : layout.interceptIndex(k);
      }
    };
  }
}
