package org.sparksoftmax.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsTest {

  private static final double[] X = {1, -8, 3};
  private static final double[] Y = {2, 4, -0.5};
  private static final float[] E = {1, 2, 0.25f};

  @Test
  void operationsOnDoubles() {
    assertThat(Vectors.dot(X, Y)).isEqualTo(-31.5);
    assertThat(Vectors.largest(X)).isEqualTo(8);
    assertThat(Vectors.largestDifference(X, Y)).isEqualTo(12);
    assertThat(Vectors.largestDifference(X, X)).isZero();
    assertThat(Vectors.plusScaled(X, 2, Y)).containsExactly(5, 0, 2);
    assertThat(Vectors.times(X, -2)).containsExactly(-2, 16, -6);
    assertThat(Vectors.times(X, E, -2)).containsExactly(-2, 32, -1.5);
    assertThat(Vectors.times(E, 4)).containsExactly(4, 8, 1);
  }

  @Test
  void operationsFromDoublesToFloats() {
    assertThat(Vectors.differenceOver(X, Y, 4)).containsExactly(-0.25f, -3f, 0.875f);
    assertThat(Vectors.differenceOver(X, Y, 0)).containsExactly(0, 0, 0);
    assertThat(Vectors.over(X, 4)).containsExactly(0.25f, -2f, 0.75f);
    assertThat(Vectors.over(X, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void operationsOnFloats() {
    float[] x = {1, -2, 4};
    float[] y = {3, 0.5f, 2};
    assertThat(FloatVectors.dot(x, y)).isEqualTo(10);
    assertThat(FloatVectors.squared(y, E)).isEqualTo(9 + 0.5 + 1);
    assertThat(FloatVectors.squared(new float[] {3, 2}, E)).isEqualTo(17);
    assertThat(FloatVectors.squared(new float[] {1, 1, 1, 3}, new float[] {1, 1, 1, 2}))
        .isEqualTo(21);
    float[] q = {1, 1, 1};
    assertThat(FloatVectors.addScaledThenDot(q, 2, x, y)).isEqualTo(9 - 1.5 + 18);
    assertThat(q).containsExactly(3, -3, 9);
    FloatVectors.scale(q, 2, E);
    assertThat(q).containsExactly(6, -12, 4.5f);
    FloatVectors.scale(q, 0.5);
    assertThat(q).containsExactly(3, -6, 2.25f);
    FloatVectors.nextDirection(q, y, E, 2);
    assertThat(q).containsExactly(9, -11, 5);
  }

  @Test
  void aStepMovesTheSolutionAndTheResidualAndGivesItsNewSize() {
    float[] p = {1, -2, 4};
    float[] product = {3, 0.5f, 2};
    float[] x = {1, 1, 1};
    float[] r = {7, 2, 8};
    assertThat(FloatVectors.step(2, p, product, E, x, r)).isEqualTo(1 + 2 + 4);
    assertThat(x).containsExactly(3, -3, 9);
    assertThat(r).containsExactly(1, 1, 4);
  }

  @Test
  void aDecreaseAsSmallAsTheNoiseIsBelowIt() {
    assertThat(Precision.isBelowNoise(4 * 0x1p-46, OptimizerContract.quadratic(1), -4)).isTrue();
    assertThat(Precision.isBelowNoise(5 * 0x1p-46, OptimizerContract.quadratic(1), -4)).isFalse();
  }

  @Test
  void aFailedSearchAndADivergenceAreFailures() {
    assertThat(StopReason.values())
        .filteredOn(StopReason::isFailure)
        .containsExactly(StopReason.LINE_SEARCH_FAILED, StopReason.DIVERGED);
  }
}
