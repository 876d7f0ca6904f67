package org.sparksoftmax.math.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both implementations give the bits of the definition. */
class F32GemmTest {

  private static final int[] SIZES = {1, 2, 9, 10, 15, 16, 17, 63, 64, 65, 100, 150, 257, 784};

  private final F32Gemm machine = Kernels.gemm();
  private final F32Gemm plain = Kernels.scalarGemm();
  private final Random random = new Random(1);

  @Test
  void theVectorProductsAreInUse() {
    assertThat(machine.description()).startsWith("vector");
    assertThat(plain.description()).isEqualTo("scalar");
  }

  @Test
  void productsAreThoseOfTheDefinition() {
    for (int k : SIZES) {
      for (int n : SIZES) {
        int rows = 1 + random.nextInt(70);
        F32Panels a = matrix(rows, k);
        F32Panels b = matrix(k, n);
        F32Panels expected = naiveProduct(a, rows, b);
        for (F32Gemm gemm : new F32Gemm[] {plain, machine}) {
          F32Panels c = filled(rows, n, 7f);
          gemm.multiply(a, rows, b, c);
          assertSameRows(c, expected, rows);
        }
      }
    }
  }

  @Test
  void transposedProductsAreThoseOfTheDefinition() {
    for (int k : SIZES) {
      for (int n : SIZES) {
        int rows = 1 + random.nextInt(70);
        F32Panels r = matrix(rows, n);
        F32Panels x = matrix(rows, k);
        F32Panels before = matrix(n, k);
        F32Panels expected = naiveTransposedProduct(r, x, rows, before);
        for (F32Gemm gemm : new F32Gemm[] {plain, machine}) {
          F32Panels g = copy(before);
          gemm.addTransposedProduct(r, x, rows, g);
          assertThat(g.array()).isEqualTo(expected.array());
        }
      }
    }
  }

  @Test
  void everyNumberOfRowsGivesTheSameBits() {
    F32Panels b = matrix(33, 100);
    for (int rows = 0; rows <= 70; rows++) {
      F32Panels a = matrix(rows, 33);
      F32Panels expected = F32Panels.zeros(rows, 100);
      F32Panels actual = F32Panels.zeros(rows, 100);
      plain.multiply(a, rows, b, expected);
      machine.multiply(a, rows, b, actual);
      assertSameRows(actual, expected, rows);
      F32Panels expectedSum = matrix(33, 100);
      F32Panels actualSum = copy(expectedSum);
      plain.addTransposedProduct(a, expected, rows, expectedSum);
      machine.addTransposedProduct(a, expected, rows, actualSum);
      assertThat(actualSum.array()).isEqualTo(expectedSum.array());
    }
  }

  @Test
  void fewerRowsThanThereAreLeaveTheOthersAlone() {
    F32Panels a = matrix(64, 20);
    F32Panels b = matrix(20, 70);
    F32Panels g = F32Panels.zeros(20, 70);
    for (F32Gemm gemm : new F32Gemm[] {plain, machine}) {
      F32Panels c = filled(64, 70, 7f);
      gemm.multiply(a, 17, b, c);
      assertSameRows(c, naiveProduct(a, 17, b), 17);
      for (int i = 32; i < c.capacity(); i++) {
        for (int j = 0; j < c.paddedColumns(); j++) {
          assertThat(c.array()[c.index(i, j)]).isEqualTo(7f);
        }
      }
      F32Panels sum = copy(g);
      gemm.addTransposedProduct(a, c, 17, sum);
      assertThat(sum.array()).isEqualTo(naiveTransposedProduct(a, c, 17, g).array());
    }
  }

  @Test
  void nothingIsReadOfPaddingThatHasNoMeaning() {
    F32Panels a = matrix(20, 19);
    F32Panels b = matrix(19, 50);
    F32Panels r = matrix(20, 50);
    F32Panels g = matrix(50, 19);
    F32Panels expected = naiveProduct(a, 20, b);
    F32Panels expectedSum = naiveTransposedProduct(r, a, 20, g);
    spoil(b, 19, b.paddedColumns());
    spoil(r, 20, 50);
    F32Panels spoiledInputs = copy(a);
    spoil(spoiledInputs, 20, a.paddedColumns());
    spoil(a, 20, 19);
    for (F32Gemm gemm : new F32Gemm[] {plain, machine}) {
      F32Panels c = F32Panels.zeros(20, 50);
      gemm.multiply(a, 20, b, c);
      assertSameRows(c, expected, 20);
      F32Panels sum = copy(g);
      gemm.addTransposedProduct(r, spoiledInputs, 20, sum);
      assertThat(sum.array()).isEqualTo(expectedSum.array());
    }
  }

  @Test
  void whatIsNotFiniteIsNotLost() {
    for (F32Gemm gemm : new F32Gemm[] {plain, machine}) {
      F32Panels a = matrix(20, 19);
      F32Panels b = matrix(19, 70);
      a.array()[a.index(3, 17)] = Float.NaN;
      b.array()[b.index(18, 69)] = Float.POSITIVE_INFINITY;
      F32Panels c = F32Panels.zeros(20, 70);
      gemm.multiply(a, 20, b, c);
      for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 70; j++) {
          float value = c.array()[c.index(i, j)];
          assertThat(Float.isNaN(value)).isEqualTo(i == 3);
          assertThat(Float.isInfinite(value)).isEqualTo(i != 3 && j == 69);
        }
      }
      F32Panels g = F32Panels.zeros(19, 70);
      gemm.addTransposedProduct(a, c, 20, g);
      assertThat(g.array()[g.index(17, 0)]).isNaN();
      assertThat(g.array()[g.index(0, 69)]).isNaN();
    }
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    F32Panels a = F32Panels.zeros(16, 40);
    for (F32Gemm gemm : new F32Gemm[] {plain, machine}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> gemm.multiply(a, 16, F32Panels.zeros(32, 5), F32Panels.zeros(16, 5)))
          .withMessage("Cannot multiply 16 rows: 16x40 times 32x5 into 16x5");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  gemm.addTransposedProduct(a, F32Panels.zeros(16, 5), 17, F32Panels.zeros(40, 5)))
          .withMessage("Cannot multiply 17 rows: transposed 16x40 times 16x5 into 48x5");
    }
  }

  private static F32Panels naiveProduct(F32Panels a, int rows, F32Panels b) {
    F32Panels c = F32Panels.zeros(rows, b.columns());
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < b.columns(); j++) {
        float sum = 0;
        for (int p = 0; p < a.columns(); p++) {
          sum = Math.fma(a.array()[a.index(i, p)], b.array()[b.index(p, j)], sum);
        }
        c.array()[c.index(i, j)] = sum;
      }
    }
    return c;
  }

  private static F32Panels naiveTransposedProduct(F32Panels r, F32Panels x, int rows, F32Panels g) {
    F32Panels result = copy(g);
    for (int j = 0; j < r.columns(); j++) {
      for (int p = 0; p < x.columns(); p++) {
        float sum = 0;
        for (int i = 0; i < rows; i++) {
          sum = Math.fma(r.array()[r.index(i, j)], x.array()[x.index(i, p)], sum);
        }
        result.array()[result.index(j, p)] += sum;
      }
    }
    return result;
  }

  /** All columns of some rows, the padding included. */
  private static void assertSameRows(F32Panels actual, F32Panels expected, int rows) {
    int whole = rows * F32Panels.PANEL;
    for (int p = 0; p < expected.panels(); p++) {
      int a = actual.panelOffset(p);
      int e = expected.panelOffset(p);
      assertThat(Arrays.copyOfRange(actual.array(), a, a + whole))
          .isEqualTo(Arrays.copyOfRange(expected.array(), e, e + whole));
    }
  }

  /** NaN below the first rows, and beside the first columns. */
  private static void spoil(F32Panels m, int rows, int columns) {
    for (int i = 0; i < m.capacity(); i++) {
      for (int j = 0; j < m.paddedColumns(); j++) {
        if (i >= rows || j >= columns) {
          m.array()[m.index(i, j)] = Float.NaN;
        }
      }
    }
  }

  private F32Panels matrix(int rows, int columns) {
    F32Panels m = F32Panels.zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m.array()[m.index(i, j)] = (float) random.nextGaussian();
      }
    }
    return m;
  }

  private static F32Panels filled(int rows, int columns, float value) {
    F32Panels m = F32Panels.zeros(rows, columns);
    Arrays.fill(m.array(), value);
    return m;
  }

  private static F32Panels copy(F32Panels m) {
    return new F32Panels(m.array().clone(), m.capacity(), m.columns());
  }
}
