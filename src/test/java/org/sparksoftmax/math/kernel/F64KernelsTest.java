package org.sparksoftmax.math.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The kernels that this machine chooses give the bits of the plain loops. */
class F64KernelsTest {

  /** Rows, features and classes, in whole vectors and tiles. */
  private static final int[][] SHAPES = {
    {1, 8, 5}, {2, 16, 5}, {3, 24, 10}, {7, 8, 15}, {33, 784, 10}, {64, 136, 1000}
  };

  private final F64Kernels machine = Kernels.f64();
  private final F64Kernels plain = Kernels.scalarF64();
  private final Random random = new Random(1);

  @Test
  void productsHaveTheSameBits() {
    for (int[] shape : SHAPES) {
      F64Matrix x = matrix(shape[0], shape[1]);
      F64Matrix w = matrix(shape[2], shape[1]);
      F64Matrix expected = matrix(shape[0], shape[2]);
      F64Matrix actual = matrix(shape[0], shape[2]);
      plain.logits(x, w, expected);
      machine.logits(x, w, actual);
      assertThat(actual.array()).containsExactly(expected.array());
      F64Matrix gradient = new F64Matrix(w.array().clone(), 0, shape[1], shape[2], shape[1]);
      plain.addGradient(expected, x, w);
      machine.addGradient(expected, x, gradient);
      assertThat(gradient.array()).containsExactly(w.array());
    }
  }

  @Test
  void productsOfViewsLeaveTheRestAlone() {
    F64Matrix x = new F64Matrix(doubles(3 * 20 + 7), 7, 20, 3, 16);
    F64Matrix w = matrix(5, 16);
    F64Matrix z = new F64Matrix(new double[3 * 9 + 2], 2, 9, 3, 5);
    machine.logits(x, w, z);
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 9; k++) {
        double expected = 0;
        for (int j = 0; k < 5 && j < 16; j++) {
          expected += x.array()[x.row(i) + j] * w.array()[w.row(k) + j];
        }
        int at = z.row(i) + k;
        if (at < z.array().length) {
          assertThat(z.array()[at]).isCloseTo(expected, within(1e-13));
        }
      }
    }
  }

  @Test
  void sparseProductsHaveTheSameBits() {
    int[] rows = {0, 3, 4, 9};
    double[] values = doubles(4);
    for (int classes : new int[] {1, 2, 5, 8, 9, 10, 15, 16, 17, 20, 23, 24, 33, 150}) {
      double[] w = doubles(10 * classes);
      double[] intercepts = doubles(classes);
      double[] expected = doubles(classes + 2);
      double[] actual = expected.clone();
      SparseRow<double[]> row = new SparseRow<double[]>().at(rows, values, 1, 4);
      plain.sparseLogits(row, w, intercepts, classes, expected, 1);
      machine.sparseLogits(row, w, intercepts, classes, actual, 1);
      assertThat(actual).containsExactly(expected);
      double exact = intercepts[0];
      for (int e = 1; e < 4; e++) {
        exact += values[e] * w[rows[e] * classes];
      }
      assertThat(actual[1]).isEqualTo(exact);
      double[] residuals = doubles(classes + 3);
      double[] expectedGradient = doubles(10 * classes);
      double[] actualGradient = expectedGradient.clone();
      plain.addSparseGradient(row, residuals, 3, classes, expectedGradient);
      machine.addSparseGradient(row, residuals, 3, classes, actualGradient);
      assertThat(actualGradient).containsExactly(expectedGradient);
    }
  }

  @Test
  void fixedPointSumsOfRowsHaveTheSameBits() {
    int[] rows = {0, 1, 4, 6};
    double[] scales = {0x1p59, 0x1p3, 1, 0x1p-20};
    for (int width : new int[] {1, 3, 8, 11, 16, 20, 75}) {
      double[] values = doubles(5 * width);
      values[width] = 0.5 * 0x1p-59; // half a step is rounded to even
      values[2 * width] = 2.5 * 0x1p-3;
      long[] expected = random.longs(8L * width, -100, 100).toArray();
      long[] actual = expected.clone();
      double largest = plain.addFixedRows(values, width, scales, rows, 4, width, expected);
      assertThat(machine.addFixedRows(values, width, scales, rows, 4, width, actual))
          .isEqualTo(largest);
      assertThat(actual).containsExactly(expected);
      for (double bad : new double[] {0x1p62, -0x1p62, Double.NaN, Double.NEGATIVE_INFINITY}) {
        for (int at : new int[] {0, 2 * width - 1, 3 * width - 1, 3 * width}) {
          double[] one = values.clone();
          one[at] = bad;
          double[] ones = {1, 1, 1, 1};
          boolean within = at < width || at >= 3 * width;
          assertThat(
                  machine.addFixedRows(one, width, ones, rows, 2, width, actual) < FixedPoint.LIMIT)
              .isEqualTo(within);
        }
      }
    }
  }

  @Test
  void updatesOfAdamHaveTheSameBits() {
    F64Kernels.Adam rule = new F64Kernels.Adam(0.9, 0.999, 0.01, 1e-8);
    for (int count : new int[] {0, 1, 7, 8, 9, 31, 1000}) {
      double[][] expected = {doubles(1100), doubles(1100), new double[1100]};
      double[][] actual = {expected[0].clone(), expected[1].clone(), expected[2].clone()};
      double[] gradient = doubles(1100);
      gradient[33] = 0; // 0 / (√0 + ε)
      plain.adam(rule, expected[0], expected[1], expected[2], 30, count, gradient, 33);
      machine.adam(rule, actual[0], actual[1], actual[2], 30, count, gradient, 33);
      assertThat(actual).isDeepEqualTo(expected);
    }
  }

  @Test
  void scaledSumsHaveTheSameBits() {
    double[] y = doubles(200);
    float[] x = new float[200];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() * 1e5f;
    }
    for (int count : new int[] {0, 3, 8, 20, 150}) {
      double[] expected = new double[160];
      double[] actual = new double[160];
      plain.scaledSum(1.0 / 3, x, 1e-3, y, 11, count, expected);
      machine.scaledSum(1.0 / 3, x, 1e-3, y, 11, count, actual);
      assertThat(actual).containsExactly(expected);
    }
  }

  private F64Matrix matrix(int rows, int columns) {
    return new F64Matrix(doubles(rows * columns), 0, columns, rows, columns);
  }

  private double[] doubles(int count) {
    return random.doubles(count, -1, 1).toArray();
  }
}
