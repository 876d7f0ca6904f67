package org.sparksoftmax.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  @Test
  void solvesWhatMultiplicationMakes() {
    Random random = new Random(1);
    for (int order : new int[] {1, 2, 3, 17, 64}) {
      double[] a = positiveDefinite(order, random);
      double[] x = random.doubles(order, -1, 1).toArray();
      double[] b = new double[order];
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          b[i] += a[i * order + j] * x[j];
        }
      }
      Cholesky.of(a.clone(), order).solveInPlace(b);
      assertThat(b).containsExactly(x, within(1e-10));
    }
  }

  @Test
  void refusesAMatrixThatIsNotPositiveDefinite() {
    assertThatThrownBy(() -> Cholesky.of(new double[] {1, 2, 2, 1}, 2))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Cannot factor a matrix of order 2: pivot 1 is -3.0 (must be > 0)");
  }

  /** BᵀB + I/10. */
  private static double[] positiveDefinite(int order, Random random) {
    double[] b = random.doubles((long) order * order, -1, 1).toArray();
    double[] a = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        a[i * order + j] = i == j ? 0.1 : 0;
        for (int k = 0; k < order; k++) {
          a[i * order + j] += b[k * order + i] * b[k * order + j];
        }
      }
    }
    return a;
  }
}
