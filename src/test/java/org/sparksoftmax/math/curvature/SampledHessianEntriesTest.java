package org.sparksoftmax.math.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;

/** Every entry against the definition as loops in float64. */
class SampledHessianEntriesTest {

  private static final int CLASSES = 3;
  private static final double MULTIPLIER = 0.5;

  /** Feature 3 is in no row of the sample but known from others, feature 4 in none at all. */
  private static final double[][] ROWS = {
    {2, 0, 1, 0, 0}, {1, 4, 1, 0, 0}, {0, 3, 1, 0, 0}, {5, 0, 1, 0, 0}
  };

  private static final double[] UNSEEN = {9, 9, 9, 4, 0};
  private static final double[] WEIGHTS = {1, 2, 0.5, 0.5};

  @ParameterizedTest
  @CsvSource({
    "DENSE_F64, true, 0.25, 0.1",
    "DENSE_F32, false, 0.5, 0",
    "CSR_F32, true, 0.25, 0",
    "CSR_F64, false, 1, 0.1",
  })
  void areThoseOfTheDefinition(Form form, boolean intercept, double share, double penalty) {
    Case problem = new Case(form, intercept, share, penalty);
    double[] theta = TestBlocks.uniform(problem.layout.dimension(), 0.3, 7);
    SampledHessian hessian = problem.hessian();
    hessian.moveTo(new double[theta.length]);
    hessian.moveTo(theta);
    assertEntries(problem, hessian, theta, 2e-6);
    assertThat(hessian.rows()).isEqualTo(4);
    assertThat(hessian.features()).isEqualTo(5);
    assertThat(hessian.inverseDiagonal()).hasSize(hessian.length());
    for (float inverse : hessian.inverseDiagonal()) {
      assertThat(inverse).isPositive().isFinite();
    }
  }

  /** All rows certainly of class 1: nothing but the floor is left, and it is small. */
  @ParameterizedTest
  @CsvSource({"DENSE_F32, 0", "DENSE_F32, 1e-7", "CSR_F32, 0", "CSR_F32, 1e-7"})
  void areTheFloorWhereProbabilitiesAreCertain(Form form, double penalty) {
    Case problem = new Case(form, true, 0.25, penalty);
    double[] theta = new double[problem.layout.dimension()];
    theta[problem.layout.interceptIndex(1)] = 1000;
    SampledHessian hessian = problem.hessian();
    hessian.moveTo(theta);
    assertEntries(problem, hessian, theta, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"DENSE_F32, true", "CSR_F32, false"})
  void vectorsAreScaledByTheRootMeanSquares(Form form, boolean intercept) {
    Case problem = new Case(form, intercept, 0.25, 0.1);
    SampledHessian hessian = problem.hessian();
    double[] vector = TestBlocks.uniform(problem.layout.dimension(), 1, 8);
    double largestStep = 0;
    double largestGradient = 0;
    for (int i = 0; i < vector.length; i++) {
      double scale = problem.scale(problem.feature(i));
      largestStep = Math.max(largestStep, scale == 0 ? 0 : Math.abs(vector[i]) / scale);
      largestGradient = Math.max(largestGradient, Math.abs(vector[i]) * scale);
    }
    assertThat(hessian.scaledStepMaximum(vector)).isCloseTo(largestStep, within(1e-6));
    assertThat(hessian.scaledGradientMaximum(vector)).isCloseTo(largestGradient, within(1e-6));
    double[] back = new double[vector.length];
    hessian.unscaleStep(hessian.scaledStep(vector, 2), 4, back);
    double[] squared = new double[vector.length];
    hessian.unscaleStep(hessian.scaledGradient(vector, 2), 4, squared);
    for (int i = 0; i < vector.length; i++) {
      double scale = problem.scale(problem.feature(i));
      assertThat(back[i]).isCloseTo(scale == 0 ? 0 : 2 * vector[i], within(1e-6));
      assertThat(squared[i]).isCloseTo(2 * vector[i] * scale * scale, within(1e-5));
    }
  }

  private static void assertEntries(
      Case problem, SampledHessian hessian, double[] theta, double tolerance) {
    int dimension = theta.length;
    double[] inverse = new double[dimension];
    hessian.unscaleStep(hessian.inverseDiagonal(), 1, inverse);
    float[] product = new float[hessian.length()];
    for (int e = 0; e < dimension; e++) {
      double[] unit = new double[dimension];
      unit[e] = problem.scale(problem.feature(e));
      hessian.multiply(hessian.scaledStep(unit, 1), product);
      double[] column = new double[dimension];
      hessian.unscaleStep(product, 1, column);
      for (int f = 0; f < dimension; f++) {
        double scale = problem.scale(problem.feature(f));
        double expected = unit[e] == 0 ? 0 : scale * problem.entry(theta, e, f);
        assertThat(column[f])
            .as("%d, %d", e, f)
            .isCloseTo(expected, within(tolerance + 1e-6 * Math.abs(expected)));
      }
      if (unit[e] != 0) {
        assertThat(unit[e] / inverse[e] / problem.entry(theta, e, e)).isCloseTo(1, within(2e-6));
      }
    }
  }

  /** The definition. */
  private record Case(Form form, ParameterLayout layout, double share, double penalty) {

    Case(Form form, boolean intercept, double share, double penalty) {
      this(
          form,
          new ParameterLayout(
              UNSEEN.length, CLASSES, intercept, TestBlocks.features(ROWS, form).weightOrder()),
          share,
          penalty);
    }

    SampledHessian hessian() {
      ExampleBlock all = TestBlocks.examples(ROWS, new int[4], WEIGHTS, form);
      List<ExampleBlock> two = List.of(all.select(new int[] {0}), all.select(new int[] {1, 2, 3}));
      return new SampledHessian(
          layout,
          new SampledHessian.Rows(two, share, List.of()),
          UNSEEN,
          FeatureScaling.of(MULTIPLIER),
          penalty,
          Targets.PLAIN);
    }

    int feature(int at) {
      for (int j = 0; j < UNSEEN.length; j++) {
        for (int k = 0; k < CLASSES; k++) {
          if (layout.weightIndex(k, j) == at) {
            return j;
          }
        }
      }
      return UNSEEN.length;
    }

    int label(int at) {
      for (int k = 0; k < CLASSES; k++) {
        for (int j = 0; j < UNSEEN.length; j++) {
          if (layout.weightIndex(k, j) == at) {
            return k;
          }
        }
      }
      return at - layout.interceptIndex(0);
    }

    double value(int row, int j) {
      return j == UNSEEN.length ? 1 : MULTIPLIER * ROWS[row][j];
    }

    double weight(int row) {
      return WEIGHTS[row] / 4;
    }

    double square(int j) {
      double square = 0;
      for (int i = 0; i < ROWS.length; i++) {
        square += weight(i) * value(i, j) * value(i, j);
      }
      return square > 0 ? square : MULTIPLIER * MULTIPLIER * UNSEEN[j];
    }

    double scale(int j) {
      if (j == UNSEEN.length) {
        return 1;
      }
      double total = square(j) + CLASSES * penalty;
      return total == 0 ? 0 : 1 / Math.sqrt(total);
    }

    double[] probabilities(double[] theta, int row) {
      double[] p = new double[CLASSES];
      for (int at = 0; at < theta.length; at++) {
        p[label(at)] += theta[at] * value(row, feature(at));
      }
      double max = Arrays.stream(p).max().orElseThrow();
      p = Arrays.stream(p).map(logit -> Math.exp(logit - max)).toArray();
      double sum = Arrays.stream(p).sum();
      return Arrays.stream(p).map(e -> e / sum).toArray();
    }

    double damping(int j, double spread) {
      int count = 0;
      for (int i = 0; i < ROWS.length; i++) {
        count += value(i, j) == 0 ? 0 : 1;
      }
      double square = scale(j) * scale(j) * square(j);
      double penalized = j < UNSEEN.length ? scale(j) * scale(j) * penalty : 0;
      double unsure = count == 0 ? 1 : (1 - share) / (1 + count);
      return 1e-6 * square / CLASSES + penalized + unsure * square * spread;
    }

    /** Of the scaled Hessian. */
    double entry(double[] theta, int e, int f) {
      double entry = 0;
      double spread = 0;
      int k = label(e);
      int l = label(f);
      for (int i = 0; i < ROWS.length; i++) {
        double[] p = probabilities(theta, i);
        double curvature = weight(i) * p[k] * ((k == l ? 1 : 0) - p[l]);
        entry +=
            curvature
                * value(i, feature(e))
                * scale(feature(e))
                * value(i, feature(f))
                * scale(feature(f));
        spread += weight(i) * p[k] * (1 - p[k]);
      }
      return e == f ? entry + damping(feature(e), spread) : entry;
    }
  }
}
