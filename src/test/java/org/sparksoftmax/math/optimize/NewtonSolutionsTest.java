package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.curvature.NewtonPreconditioner;
import org.sparksoftmax.math.curvature.SampledHessian;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;

/** Against conjugate gradients as plain loops in float64, on the Hessian written out. */
class NewtonSolutionsTest {

  private static final int FEATURES = 6;
  private static final int CLASSES = 3;

  private final double[] vector = TestBlocks.uniform(FEATURES * CLASSES, 1e-3, 5);

  @Test
  void areThoseOfConjugateGradients() {
    for (int rows : new int[] {2, 4, 40}) {
      double[] theta = TestBlocks.uniform(FEATURES * CLASSES, 0.02, 4);
      NewtonPreconditioner actual = new NewtonPreconditioner(hessian(rows));
      Reference expected = new Reference(hessian(rows), theta);
      int most = Math.max(4, Math.min(50, (int) Math.round(50.0 * rows / FEATURES)));
      double[] solution = expected.solve(vector, most);
      assertThat(actual.solve(theta, vector))
          .containsExactly(solution, within(1e-4 * largest(solution)));
      assertThat(actual.products()).isEqualTo(expected.products);
      double curvature = expected.curvature(vector);
      assertThat(actual.curvature(vector)).isCloseTo(curvature, within(1e-4 * curvature));
      assertThat(actual.products()).isEqualTo(expected.products + 1);
    }
  }

  @Test
  void nothingHasNoSolutionAndNoCurvatureAndCostsNoProduct() {
    NewtonPreconditioner newton = new NewtonPreconditioner(hessian(4));
    assertThat(newton.solve(vector, new double[vector.length])).containsOnly(0);
    assertThat(newton.curvature(new double[vector.length])).isZero();
    assertThat(newton.products()).isZero();
  }

  @Test
  void theTimeSpentAddsUpInSeconds() {
    NewtonPreconditioner newton = new NewtonPreconditioner(hessian(40));
    long start = System.nanoTime();
    assertThat(newton.seconds()).isZero();
    newton.solve(vector, vector);
    double solved = newton.seconds();
    assertThat(solved).isPositive();
    newton.curvature(vector);
    assertThat(newton.seconds()).isGreaterThan(solved);
    newton.solve(vector, vector);
    assertThat(newton.seconds())
        .isGreaterThan(solved)
        .isLessThanOrEqualTo((System.nanoTime() - start) * 1e-9);
  }

  private static SampledHessian hessian(int rows) {
    return hessian(TestBlocks.rows(rows, FEATURES, 1), CLASSES, 0.1);
  }

  private static SampledHessian hessian(double[][] rows, int classes, double penalty) {
    int features = rows[0].length;
    ParameterLayout layout =
        new ParameterLayout(
            features, classes, false, TestBlocks.features(rows, Form.DENSE_F64).weightOrder());
    return new SampledHessian(
        layout,
        new SampledHessian.Rows(
            List.of(TestBlocks.examples(rows, new int[rows.length], null, Form.DENSE_F64)),
            0.5,
            List.of()),
        new double[features],
        FeatureScaling.of(1),
        penalty,
        Targets.PLAIN);
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double entry : x) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }

  /** H in the scale of θ, column after column. */
  private static final class Reference {
    private final double[][] h;
    private int products;

    Reference(SampledHessian hessian, double[] theta) {
      hessian.moveTo(theta);
      int dimension = theta.length;
      double[] scales = new double[dimension];
      float[] ones = new float[hessian.length()];
      Arrays.fill(ones, 1);
      hessian.unscaleStep(ones, 1, scales);
      this.h = new double[dimension][dimension];
      float[] product = new float[hessian.length()];
      for (int e = 0; e < dimension; e++) {
        double[] unit = new double[dimension];
        unit[e] = 1;
        hessian.multiply(hessian.scaledStep(unit, 1), product);
        hessian.unscaleStep(product, 1, h[e]);
        for (int f = 0; f < dimension; f++) {
          h[e][f] /= scales[f] * scales[f];
        }
      }
    }

    double curvature(double[] v) {
      return dot(v, times(v));
    }

    double[] solve(double[] vector, int most) {
      double[] x = new double[vector.length];
      double[] r = vector.clone();
      double[] p = preconditioned(r);
      double squared = dot(r, p);
      double enough = 0.09 * squared;
      for (; products < most && squared > enough; products++) {
        double[] q = times(p);
        double alpha = squared / dot(p, q);
        for (int i = 0; i < x.length; i++) {
          x[i] += alpha * p[i];
          r[i] -= alpha * q[i];
        }
        double[] z = preconditioned(r);
        double next = dot(r, z);
        for (int i = 0; i < x.length; i++) {
          p[i] = z[i] + next / squared * p[i];
        }
        squared = next;
      }
      return x;
    }

    private double[] preconditioned(double[] r) {
      double[] z = new double[r.length];
      for (int i = 0; i < r.length; i++) {
        z[i] = r[i] / h[i][i];
      }
      return z;
    }

    private double[] times(double[] v) {
      double[] product = new double[v.length];
      for (int e = 0; e < v.length; e++) {
        product[e] = dot(h[e], v);
      }
      return product;
    }

    private static double dot(double[] x, double[] y) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
      }
      return sum;
    }
  }
}
