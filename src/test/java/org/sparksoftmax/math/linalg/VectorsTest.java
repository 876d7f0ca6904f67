package org.sparksoftmax.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.optimize.Lbfgs;
import org.sparksoftmax.math.optimize.Precision;
import org.sparksoftmax.math.optimize.StopReason;

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
    float[] quotient = new float[3];
    Vectors.differenceOver(X, Y, 4, quotient, 1, 3);
    assertThat(quotient).containsExactly(0, -3f, 0.875f);
    Vectors.differenceOver(X, Y, 0, quotient, 0, 3);
    assertThat(quotient).containsExactly(0, -3f, 0.875f);
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
  void nothingMoreIsGainedWhereTheStepAndTheGradientPromiseNoMoreThanTheNoise() {
    assertThat(precision(1e-20, 1).isReached(4 * 0x1p-46)).isTrue();
    assertThat(precision(1e-20, 1).isReached(5 * 0x1p-46)).isFalse();
    // ‖∇‖² / 2L is beyond the noise, whatever a model of the curvature promises.
    assertThat(precision(1e-3, 1).isReached(0)).isFalse();
    assertThat(precision(1e-3, Double.POSITIVE_INFINITY).isReached(0)).isTrue();
  }

  /** At a state of the objective −4. */
  private static Precision precision(double gradient, double largestCurvature) {
    Objective objective =
        new Objective() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public LossAndGradient evaluate(double[] parameters) {
            return new LossAndGradient(-4, 0, new double[] {gradient});
          }

          @Override
          public double largestCurvature() {
            return largestCurvature;
          }
        };
    return Precision.at(objective, new Lbfgs(1).start(objective, new double[1]));
  }

  @Test
  void aFailedSearchAndADivergenceAreFailures() {
    assertThat(StopReason.values())
        .filteredOn(StopReason::isFailure)
        .containsExactly(StopReason.LINE_SEARCH_FAILED, StopReason.DIVERGED);
  }

  @Test
  void productsAreThoseOfTheFilledVectors() {
    float[] x = new float[40_000];
    float[] y = new float[x.length];
    FloatVectors.Products products =
        FloatVectors.products(
            x,
            y,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                x[i] = i % 7 - 3;
                y[i] = i % 5 - 1.5f;
              }
            });
    assertThat(products)
        .isEqualTo(
            new FloatVectors.Products(
                FloatVectors.dot(x, y), FloatVectors.dot(x, x), FloatVectors.dot(y, y)));
    assertThat(products.xx()).isEqualTo(160_005);
  }
}
