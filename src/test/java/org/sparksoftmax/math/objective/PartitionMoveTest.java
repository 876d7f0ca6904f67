package org.sparksoftmax.math.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LocalDescent.Result;
import org.sparksoftmax.math.optimize.FirstOrder;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.StepSchedule;
import org.sparksoftmax.math.optimize.StopReason;

/** The mean of where the parts of the data have led. */
class PartitionMoveTest {

  private static final Iterate FROM = new Iterate(new double[] {1, -2, 4}, List.of());

  @Test
  void examplesWeigh() {
    Result mean =
        PartitionMove.mean(
            List.of(
                move(1, 0.5, 0.25, new double[] {2, -2, 4}, new double[] {8, 0, 1}),
                move(3, 1.5, 0.75, new double[] {1, 2, 0}, new double[] {0, 4, 1})),
            FROM);
    // A quarter of (1, 0, 0) and three quarters of (0, 4, −4).
    assertThat(mean.iterate().parameters()).containsExactly(1.25, 1, 1);
    assertThat(mean.iterate().memory()).hasSize(1);
    assertThat(mean.iterate().memory().get(0)).containsExactly(2, 3, 1);
    assertThat(mean.meanLoss()).isEqualTo(1.25);
    assertThat(mean.regularization()).isEqualTo(0.625);
    assertThat(FROM.parameters()).containsExactly(1, -2, 4);
  }

  @Test
  void onlyTheSharesOfTheWeightsCount() {
    double[] first = {1.5, -2.25, 4};
    double[] second = {0.75, 2, 3};
    List<double[]> ends = new ArrayList<>();
    for (double scale : new double[] {1, 1024, 0x1p-30}) {
      List<PartitionMove> moves = List.of(move(scale, 1, 0, first), move(2 * scale, 2, 0, second));
      ends.add(PartitionMove.mean(moves, FROM).iterate().parameters());
    }
    assertThat(ends.get(1)).containsExactly(ends.get(0));
    assertThat(ends.get(2)).containsExactly(ends.get(0));
  }

  @Test
  void theOrderOfPartsIsAMatterOfRoundingAlone() {
    List<PartitionMove> moves = new ArrayList<>();
    for (int part = 1; part < 9; part++) {
      moves.add(move(part, part, 0, new double[] {1 + part / 3.0, -2, 4 - 1.0 / part}));
    }
    Result expected = PartitionMove.mean(moves, FROM);
    Collections.reverse(moves);
    Result actual = PartitionMove.mean(moves, FROM);
    assertThat(actual.iterate().parameters())
        .containsExactly(expected.iterate().parameters(), within(1e-14));
    assertThat(actual.meanLoss()).isCloseTo(expected.meanLoss(), within(1e-14));
  }

  @Test
  void aPartWithoutWeightIsLeftOut() {
    PartitionMove one = move(2, 0.5, 0.25, new double[] {2, -2, 4}, new double[] {8, 0, 1});
    Result alone = PartitionMove.mean(List.of(one), FROM);
    for (List<PartitionMove> moves :
        List.of(
            List.of(PartitionMove.none(), one, PartitionMove.none()),
            List.of(one, move(0, Double.NaN, 9, new double[] {9, 9, Double.NaN}, new double[3])))) {
      Result mean = PartitionMove.mean(moves, FROM);
      assertThat(mean.iterate().parameters()).containsExactly(alone.iterate().parameters());
      assertThat(mean.iterate().memory().get(0)).containsExactly(8, 0, 1);
      assertThat(mean.meanLoss()).isEqualTo(0.5);
    }
  }

  @Test
  void aSinglePartEndsWhereItHasLedToFloat32() {
    double[] to = {1.1, -2.3, 4 + 1e-9};
    double[] end = PartitionMove.mean(List.of(move(5, 1, 0, to)), FROM).iterate().parameters();
    for (int i = 0; i < to.length; i++) {
      double moved = to[i] - FROM.parameters()[i];
      assertThat(end[i] - FROM.parameters()[i]).isCloseTo(moved, within(Math.abs(moved) * 0x1p-22));
    }
  }

  @Test
  void aPartThatDivergesEndsTheRun() {
    Objective parts =
        new Objective() {
          @Override
          public int dimension() {
            return 3;
          }

          @Override
          public LossAndGradient evaluate(double[] parameters) {
            return new LossAndGradient(1, 0, new double[] {1, 1, 1});
          }

          @Override
          public Result descend(LocalDescent descent, Iterate from) {
            Result usual = descent.descend(this, from);
            double[] far = usual.iterate().parameters().clone();
            far[1] = 1e200; // what float32 does not hold
            Result diverged = new Result(new Iterate(far, List.of()), 1, 0);
            return PartitionMove.mean(
                List.of(
                    PartitionMove.of(from.parameters(), usual, 9),
                    PartitionMove.of(from.parameters(), diverged, 1)),
                from);
          }
        };
    OptimizationResult result =
        new Minimizer(FirstOrder.gradientDescent(StepSchedule.constant(1)).withLocalSteps(2), 10, 0)
            .minimize(parts, new double[3], state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.state().iteration()).isZero();
    assertThat(result.state().parameters()).containsOnly(0);
  }

  private static PartitionMove move(
      double weight, double loss, double regularization, double[] to, double[]... memory) {
    return PartitionMove.of(
        FROM.parameters(),
        new Result(new Iterate(to, Arrays.asList(memory)), loss, regularization),
        weight);
  }
}
