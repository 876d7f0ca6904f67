package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.Objective;

/** Our L-BFGS needs no more evaluations than Breeze's to come as close to the optimum. */
class LbfgsAgainstBreezeTest {

  private static final int HISTORY = 10;

  @Test
  void needsNoMoreEvaluationsThanBreezeOverSeveralProblems() {
    int ours = 0;
    int theirs = 0;
    for (double strength : new double[] {1e-1, 1e-2, 1e-3, 1e-4}) {
      Objective objective = OptimizerContract.softmax(strength);
      double target = optimum(objective) * (1 + 1e-8);
      ours += evaluationsTo(objective, target);
      int breeze = BreezeLbfgs.evaluationsTo(objective, target, HISTORY, 2000);
      assertThat(breeze).isPositive();
      theirs += breeze;
    }
    assertThat(ours).isPositive().isLessThanOrEqualTo(theirs + theirs / 20);
  }

  private static double optimum(Objective objective) {
    return new Minimizer(new Lbfgs(50), 5000, 1e-12)
        .minimize(objective, new double[objective.dimension()], state -> {})
        .state()
        .value()
        .objective();
  }

  private static int evaluationsTo(Objective objective, double target) {
    int[] reachedAt = {0};
    new Minimizer(new Lbfgs(HISTORY), 2000, 1e-14)
        .minimize(
            objective,
            new double[objective.dimension()],
            state -> {
              if (reachedAt[0] == 0 && state.value().objective() <= target) {
                reachedAt[0] = state.evaluations();
              }
            });
    return reachedAt[0];
  }
}
