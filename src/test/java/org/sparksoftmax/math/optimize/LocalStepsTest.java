package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;

/** Several steps between two averages. */
class LocalStepsTest {

  private static final int STEPS = 4;
  private static final StepSchedule SCHEDULE = StepSchedule.inverseSqrt(0.05, 5);

  static Stream<FirstOrder> rules() {
    return Stream.of(
            FirstOrder.gradientDescent(SCHEDULE),
            FirstOrder.momentum(0.9, SCHEDULE),
            FirstOrder.nesterov(0.9, SCHEDULE),
            FirstOrder.adaGrad(1e-8, SCHEDULE),
            FirstOrder.adam(0.9, 0.999, 1e-8, SCHEDULE))
        .map(rule -> rule.withMiniBatches(0.3, 7).withRandomObjective());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void onOnePartTheyAreOrdinarySteps(FirstOrder rule) {
    SoftmaxObjective objective = objective();
    List<OptimizerState> ordinary = states(rule, objective, 3 * STEPS);
    List<OptimizerState> rounds = states(rule.withLocalSteps(STEPS), objective, 3);
    assertThat(rounds).hasSize(4);
    for (int r = 1; r <= 3; r++) {
      OptimizerState round = rounds.get(r);
      OptimizerState last = ordinary.get(r * STEPS);
      assertThat(round.parameters()).containsExactly(last.parameters());
      assertThat(round.stepSize()).isEqualTo(last.stepSize());
      assertThat(round.iteration()).isEqualTo(r);
      assertThat(round.evaluations()).isEqualTo(1 + r * STEPS);
      assertThat(((VectorMemory) round.memory()).vectors().stream().map(Arrays::hashCode))
          .containsExactlyElementsOf(
              ((VectorMemory) last.memory()).vectors().stream().map(Arrays::hashCode).toList());
      // The objective is that before each step.
      double mean = 0;
      for (int s = (r - 1) * STEPS; s < r * STEPS; s++) {
        mean += ordinary.get(s).value().objective() / STEPS;
      }
      assertThat(round.value().objective()).isCloseTo(mean, within(1e-12));
    }
  }

  /** Of gradient descent, the move over the step sizes is the mean gradient. */
  @Test
  void theGradientOfARoundIsTheMoveOverItsStepSizes() {
    SoftmaxObjective objective = objective();
    FirstOrder rule = FirstOrder.gradientDescent(StepSchedule.constant(0.1));
    FirstOrder onBatches = rule.withMiniBatches(0.3, 7);
    List<OptimizerState> ordinary = states(onBatches, objective, STEPS);
    OptimizerState round = states(onBatches.withLocalSteps(STEPS), objective, 1).get(1);
    double[] mean = new double[objective.dimension()];
    for (int s = 0; s < STEPS; s++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += ordinary.get(s).value().gradient()[i] / STEPS;
      }
    }
    assertThat(round.value().gradient()).containsExactly(mean, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRunThatIsTakenUpGivesTheSameBits(FirstOrder rule) {
    SoftmaxObjective objective = objective();
    FirstOrder local = rule.withLocalSteps(STEPS);
    List<OptimizerState> whole = states(local, objective, 6);
    for (int stopped : new int[] {0, 1, 4, 6}) {
      OptimizationResult resumed =
          new Minimizer(local, 6, 0)
              .resume(
                  objective(), whole.get(stopped), Minimizer.Origin.of(whole.get(0)), state -> {});
      assertThat(resumed.state().parameters()).containsExactly(whole.get(6).parameters());
      assertThat(resumed.state().evaluations()).isEqualTo(whole.get(6).evaluations());
      assertThat(resumed.state().value().objective()).isEqualTo(whole.get(6).value().objective());
    }
  }

  @Test
  void oneLocalStepIsTheRuleAsItIs() {
    FirstOrder rule = FirstOrder.adam(0.9, 0.999, 1e-8, SCHEDULE);
    assertThat(rule.withLocalSteps(1).seesAllData()).isTrue();
    assertThat(rule.withLocalSteps(2).seesAllData()).isFalse();
    assertThat(rule.withRandomObjective().seesAllData()).isFalse();
    assertThat(states(rule.withLocalSteps(1), objective(), 3).get(3).parameters())
        .containsExactly(states(rule, objective(), 3).get(3).parameters());
  }

  @Test
  void aPartThatDivergesEndsTheRunAndLeavesTheLastState() {
    SoftmaxObjective objective = objective();
    for (int bad = 1; bad <= 2 * STEPS; bad++) {
      int badStep = bad;
      Objective broken =
          new Objective() {
            @Override
            public int dimension() {
              return objective.dimension();
            }

            @Override
            public LossAndGradient evaluate(double[] p) {
              throw new AssertionError("all of the data was asked for");
            }

            @Override
            public LossAndGradient evaluate(double[] p, MiniBatch batch) {
              LossAndGradient value = objective.evaluate(p, batch);
              double[] gradient = value.gradient().clone();
              gradient[3] = batch.number() == badStep ? Double.POSITIVE_INFINITY : gradient[3];
              return new LossAndGradient(value.meanLoss(), value.regularization(), gradient);
            }
          };
      for (FirstOrder rule :
          List.of(
              FirstOrder.gradientDescent(SCHEDULE), FirstOrder.adam(0.9, 0.999, 1e-8, SCHEDULE))) {
        List<OptimizerState> shown = new ArrayList<>();
        OptimizationResult result =
            new Minimizer(rule.withLocalSteps(STEPS), 5, 0)
                .minimize(broken, start(objective), shown::add);
        assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
        assertThat(shown).hasSize(1 + bad / STEPS);
        assertThat(result.state().parameters())
            .containsExactly(shown.get(shown.size() - 1).parameters());
        assertThat(Arrays.stream(result.state().parameters()).allMatch(Double::isFinite)).isTrue();
        // The steps of the round that failed were made all the same.
        assertThat(result.state().evaluations()).isEqualTo(1 + (1 + bad / STEPS) * STEPS);
      }
    }
  }

  @Test
  void everyStepAsksForItsOwnMiniBatch() {
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
            return new LossAndGradient(1, 0, new double[] {1});
          }

          @Override
          public LocalDescent.Result descend(LocalDescent descent, LocalDescent.Iterate from) {
            return descent.descend(this, from);
          }
        };
    FirstOrder rule = FirstOrder.gradientDescent(StepSchedule.constant(1)).withMiniBatches(0.25, 7);
    states(rule.withLocalSteps(2), objective, new double[1], 2);
    assertThat(asked)
        .extracting(MiniBatch::number)
        .containsExactly(0L, 0L, 1L, 2L, 3L); // the first one for the value at the start
    assertThat(asked).allMatch(batch -> batch.fraction() == 0.25 && batch.seed() == 7);
  }

  private static List<OptimizerState> states(
      FirstOrder rule, SoftmaxObjective objective, int iterations) {
    return states(rule, objective, start(objective), iterations);
  }

  private static List<OptimizerState> states(
      FirstOrder rule, Objective objective, double[] start, int iterations) {
    List<OptimizerState> states = new ArrayList<>();
    new Minimizer(rule, iterations, 0).minimize(objective, start, states::add);
    return states;
  }

  private static double[] start(SoftmaxObjective objective) {
    return Initializer.HE.parameters(objective.layout(), 1);
  }

  /** A network with dropout on nine blocks. */
  private static SoftmaxObjective objective() {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int b = 0; b < 9; b++) {
      blocks.add(
          new ExampleBlock(
              b,
              TestBlocks.features(TestBlocks.rows(20, 6, b), Form.DENSE_F32),
              TestBlocks.labels(20, 3, b),
              TestBlocks.weights(20, b)));
    }
    ParameterLayout layout =
        new ParameterLayout(
            6,
            3,
            true,
            blocks.get(0).features().weightOrder(),
            HiddenLayers.of(Activation.RELU, 8));
    return new ObjectiveSpec(
            layout,
            new ElasticNet(0.01, 0, layout.weightCount()),
            FeatureScaling.of(1.0 / 255),
            Targets.PLAIN,
            0.3)
        .over(blocks, ColumnMagnitudes.of(blocks, 6));
  }
}
