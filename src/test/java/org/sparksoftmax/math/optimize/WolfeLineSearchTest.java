package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;

/** Which steps are tried, and which is taken, by what is found at them. */
class WolfeLineSearchTest {

  private static final double START = 3;
  private static final double DIRECTION = 2;

  /** φ and φ' at 0, which most tests begin with. */
  private static final double[] ORIGIN = {0, -1};

  private static final double[] HIGHER = {5, 5};
  private static final double[] NOT_FINITE = {Double.NaN, 1};

  @Test
  void aStepIsTakenIfTheValueFallsEnoughAndTheSlopeIsFlat() {
    Script script = new Script(0, ORIGIN, at(-0.5, -0.9));
    WolfeLineSearch.Result result = script.search(1);
    assertThat(result.success()).isTrue();
    assertThat(result.step()).isEqualTo(1);
    assertThat(result.evaluations()).isEqualTo(1);
    assertThat(result.parameters()).containsExactly(START + DIRECTION);
    assertThat(result.value().objective()).isEqualTo(-0.5);
    assertThat(trials(1, ORIGIN, at(-0.5, 0.9))).isEqualTo(1);
    assertThat(trials(1, ORIGIN, at(-0.5, 0.91), at(-0.6, 0))).isEqualTo(2);
    assertThat(trials(1, ORIGIN, at(-0.5, -0.91), at(-0.6, 0))).isEqualTo(2);
  }

  @Test
  void whatIsEnoughGrowsWithTheStepAndTheSlope() {
    assertThat(secondStep(1, ORIGIN, at(-1e-4, -0.95))).isEqualTo(2);
    assertThat(secondStep(1, ORIGIN, at(-0.9e-4, -0.95))).isLessThan(1);
    assertThat(secondStep(4, at(0, -2), at(-8.1e-4, -1.9))).isEqualTo(8);
    assertThat(secondStep(4, at(0, -2), at(-7.9e-4, -1.9))).isLessThan(4);
  }

  @Test
  void withinTheNoiseTheSlopeAloneDecides() {
    assertThat(new Script(0.25, at(1, -1), at(1.25, 0.9)).search(1).evaluations()).isEqualTo(1);
    assertThat(new Script(0.25, at(1, -1), at(1.26, 0), at(0, 0)).search(1).evaluations())
        .isEqualTo(2);
    assertThat(new Script(0.25, at(1, -1), at(1.1, 0.91), at(0, 0)).search(1).evaluations())
        .isEqualTo(2);
  }

  @Test
  void nothingIsTriedAlongADirectionThatDoesNotDescend() {
    for (double slope : new double[] {0, 1}) {
      Script script = new Script(0, at(0, slope), at(-1, 0));
      WolfeLineSearch.Result result = script.search(1);
      assertThat(result.success()).isFalse();
      assertThat(result.evaluations()).isZero();
      assertThat(script.steps).isEmpty();
    }
  }

  /** φ = −t + t³/675 has its minimum at 15. */
  @Test
  void goesTwiceAsFarUntilTheMinimumOfTheCubicIsWithinTenTimesTheLastStretch() {
    Script script = new Script(0, ORIGIN, cubic(1), cubic(2), cubic(4), cubic(15));
    WolfeLineSearch.Result result = script.search(1);
    assertSteps(script, 1, 2, 4, 15);
    assertThat(result.step()).isCloseTo(15, within(1e-9));
  }

  @Test
  void whereTheValueFallsForeverTheFarthestStepIsTaken() {
    double[][] answers = new double[26][];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = at(i == 0 ? 0 : -Math.pow(2, i - 1), -1);
    }
    WolfeLineSearch.Result result = new Script(0, answers).search(1);
    assertThat(result.success()).isTrue();
    assertThat(result.step()).isEqualTo(Math.pow(2, 24));
    assertThat(result.evaluations()).isEqualTo(25);
  }

  @Test
  void comesBackATenthOfTheWayFromWhatIsNotFinite() {
    Script first = new Script(0, ORIGIN, NOT_FINITE, at(-0.5, 0));
    first.search(10);
    assertSteps(first, 10, 1);
    Script second = new Script(0, ORIGIN, at(-1, -1), NOT_FINITE, at(-1.05, 0));
    second.search(1);
    assertSteps(second, 1, 2, 1.1);
  }

  @Test
  void aHigherOrSteeperEndMakesABracketWithTheOneBefore() {
    Script higher = new Script(0, ORIGIN, at(2, 4), at(-0.1, 0));
    higher.search(1);
    assertSteps(higher, 1, minimum(0, 0, -1, 1, 2, 4));
    Script steeper = new Script(0, ORIGIN, at(-0.5, 2), at(-0.7, 0));
    steeper.search(1);
    assertSteps(steeper, 1, minimum(0, 0, -1, 1, -0.5, 2));
    Script asHigh = new Script(0, ORIGIN, at(-1, -1), at(-1, -1), at(-1.2, 0));
    asHigh.search(1);
    assertSteps(asHigh, 1, 2, minimum(1, -1, -1, 2, -1, -1));
  }

  @Test
  void aTrialKeepsATenthOfTheBracketFromBothOfItsEnds() {
    Script atLow = new Script(0, ORIGIN, at(100, 100), at(-0.1, 0));
    atLow.search(1);
    assertSteps(atLow, 1, 0.1);
    Script backwards = new Script(0, ORIGIN, at(-100, 1), at(-100.1, 0));
    backwards.search(1);
    assertSteps(backwards, 1, 0.9);
    Script later = new Script(0, ORIGIN, at(-1, -1), at(99, 100), at(-1.1, 0));
    later.search(1);
    assertSteps(later, 1, 2, 1.1);
  }

  @Test
  void theBracketShrinksToTheSideWhereTheMinimumIs() {
    double first = minimum(0, 0, -1, 1, 1, 3);
    Script fromBelow = new Script(0, ORIGIN, at(1, 3), at(-0.2, -0.95), at(-0.3, 0));
    fromBelow.search(1);
    assertSteps(fromBelow, 1, first, minimum(first, -0.2, -0.95, 1, 1, 3));
    Script fromAbove = new Script(0, ORIGIN, at(1, 3), at(-0.2, 0.95), at(-0.3, 0));
    fromAbove.search(1);
    assertSteps(fromAbove, 1, first, minimum(0, 0, -1, first, -0.2, 0.95));
    Script higher = new Script(0, ORIGIN, at(1, 3), at(0.1, 1.5), at(-0.3, 0));
    higher.search(1);
    assertSteps(higher, 1, first, minimum(0, 0, -1, first, 0.1, 1.5));
  }

  /** Not lower than the lower end, though lower than the start. */
  @Test
  void aTrialThatIsNotTheLowestBecomesTheFarEnd() {
    double third = minimum(1, -1, -1, 2, 0, 3);
    Script script = new Script(0, ORIGIN, at(-1, -1), at(0, 3), at(-1, 0.95), at(-1.1, 0));
    script.search(1);
    assertSteps(script, 1, 2, third, minimum(1, -1, -1, third, -1, 0.95));
  }

  @Test
  void aBracketWithAnEndThatIsNotFiniteIsHalved() {
    double first = minimum(0, 0, -1, 1, 1, 3);
    Script script = new Script(0, ORIGIN, at(1, 3), NOT_FINITE, at(-0.1, 0));
    WolfeLineSearch.Result result = script.search(1);
    assertSteps(script, 1, first, first / 2);
    assertThat(result.success()).isTrue();
    Script later = new Script(0, ORIGIN, at(-1, -1), at(0, 3), NOT_FINITE, at(-1.1, 0));
    later.search(1);
    double third = minimum(1, -1, -1, 2, 0, 3);
    assertSteps(later, 1, 2, third, 1 + (third - 1) / 2);
  }

  @Test
  void whatHasFallenEnoughIsTakenAfterTwentyFiveTrials() {
    WolfeLineSearch.Result none = new Script(0, ORIGIN, HIGHER).search(1);
    assertThat(none.success()).isFalse();
    assertThat(none.evaluations()).isEqualTo(25);
    assertThat(none.parameters()).isNull();
    WolfeLineSearch.Result some = new Script(0, ORIGIN, at(-0.5, -1), HIGHER).search(1);
    assertThat(some.success()).isTrue();
    assertThat(some.step()).isEqualTo(1);
    assertThat(some.evaluations()).isEqualTo(25);
    WolfeLineSearch.Result never = new Script(0, ORIGIN, NOT_FINITE).search(1);
    assertThat(never.success()).isFalse();
    assertThat(never.evaluations()).isEqualTo(25);
  }

  private static double[] at(double value, double slope) {
    return new double[] {value, slope};
  }

  private static double[] cubic(double t) {
    return at(-t + t * t * t / 675, -1 + t * t / 225);
  }

  private static int trials(double firstStep, double[]... answers) {
    return new Script(0, answers).search(firstStep).evaluations();
  }

  private static double secondStep(double firstStep, double[]... answers) {
    Script script = new Script(0, answers);
    script.search(firstStep);
    return script.steps.get(1);
  }

  private static void assertSteps(Script script, double... expected) {
    assertThat(script.steps).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(script.steps.get(i)).isCloseTo(expected[i], within(1e-9));
    }
  }

  /** Of the cubic c₀ + c₁u + c₂u² + c₃u³ through both ends, u being the way from a to b. */
  private static double minimum(
      double a, double valueA, double slopeA, double b, double valueB, double slopeB) {
    double width = b - a;
    double c1 = slopeA * width;
    double c2 = 3 * (valueB - valueA) - 2 * c1 - slopeB * width;
    double c3 = slopeB * width + c1 - 2 * (valueB - valueA);
    double root = Math.sqrt(c2 * c2 - 3 * c1 * c3);
    return a + width * (c3 == 0 ? -c1 / (2 * c2) : (-c2 + root) / (3 * c3));
  }

  /** Answers the first at the start, then one after the other, then the last again and again. */
  private static final class Script implements Objective {
    private final double noise;
    private final double[][] answers;
    private final List<Double> steps = new ArrayList<>();

    Script(double noise, double[]... answers) {
      this.noise = noise;
      this.answers = answers;
    }

    WolfeLineSearch.Result search(double firstStep) {
      double[] start = {START};
      OptimizerState state =
          new OptimizerState(0, 1, start, answer(0), 0, OptimizerState.NoMemory.INSTANCE);
      return new WolfeLineSearch(
              this, state, new double[] {DIRECTION}, noise(start, state.value().objective()))
          .search(firstStep);
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public double noise(double[] parameters, double value) {
      return noise * Math.abs(value);
    }

    @Override
    public LossAndGradient evaluate(double[] parameters) {
      steps.add((parameters[0] - START) / DIRECTION);
      return answer(Math.min(steps.size(), answers.length - 1));
    }

    private LossAndGradient answer(int i) {
      return new LossAndGradient(answers[i][0], 0, new double[] {answers[i][1] / DIRECTION});
    }
  }
}
