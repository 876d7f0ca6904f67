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

  private F64Matrix matrix(int rows, int columns) {
    return new F64Matrix(doubles(rows * columns), 0, columns, rows, columns);
  }

  private double[] doubles(int count) {
    return random.doubles(count, -1, 1).toArray();
  }
}
