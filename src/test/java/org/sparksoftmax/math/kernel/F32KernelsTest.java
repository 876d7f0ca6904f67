package org.sparksoftmax.math.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The kernels of this machine give the bits of the plain loops. */
class F32KernelsTest {

  private static final int[][] SHAPES = {
    {1, 16, 5}, {1, 784, 10}, {2, 32, 5}, {3, 48, 15}, {5, 80, 10}, {64, 784, 10}, {17, 1040, 105}
  };

  private final F32Kernels machine = Kernels.f32();
  private final F32Kernels plain = Kernels.scalarF32();
  private final Random random = new Random(1);

  @Test
  void theVectorKernelsAreInUse() {
    assertThat(machine.description()).startsWith("vector");
  }

  @Test
  void logitsHaveTheSameBits() {
    for (int[] shape : SHAPES) {
      F32Matrix x = matrix(shape[0], shape[1]);
      F32Matrix w = matrix(shape[2], shape[1]);
      F32Matrix expected = matrix(shape[0], shape[2]);
      F32Matrix actual = F32Matrix.zeros(shape[0], shape[2]);
      plain.logits(x, w, expected);
      machine.logits(x, w, actual);
      assertThat(actual.array()).containsExactly(expected.array());
    }
  }

  @Test
  void gradientsHaveTheSameBits() {
    for (int[] shape : SHAPES) {
      F32Matrix x = matrix(shape[0], shape[1]);
      F32Matrix r = matrix(shape[0], shape[2]);
      F32Matrix expected = matrix(shape[2], shape[1]);
      F32Matrix actual = copy(expected);
      plain.addGradient(r, x, expected);
      machine.addGradient(r, x, actual);
      assertThat(actual.array()).containsExactly(expected.array());
    }
  }

  @Test
  void sparseProductsHaveTheSameBits() {
    int[] rows = {0, 3, 4, 9};
    float[] values = floats(4);
    for (int classes : new int[] {2, 5, 8, 10, 16, 17, 20, 22, 33, 64, 80, 100}) {
      int room = F32Kernels.padded(classes);
      float[] w = floats(10 * classes + F32Kernels.LANES);
      float[] expected = new float[room];
      float[] actual = new float[room];
      SparseRow<float[]> row = new SparseRow<float[]>().at(rows, values, 1, 4);
      plain.sparseLogits(row, w, classes, expected, 0);
      machine.sparseLogits(row, w, classes, actual, 0);
      assertThat(head(actual, classes)).containsExactly(head(expected, classes));
      float[] residual = new float[room];
      System.arraycopy(floats(classes), 0, residual, 0, classes);
      float[] expectedGradient = floats(10 * classes + F32Kernels.LANES);
      float[] actualGradient = expectedGradient.clone();
      plain.addSparseGradient(row, residual, 0, classes, expectedGradient);
      machine.addSparseGradient(row, residual, 0, classes, actualGradient);
      assertThat(actualGradient).containsExactly(expectedGradient);
    }
  }

  @Test
  void exponentialsHaveTheSameBits() {
    for (int classes : new int[] {2, 10, 16, 17, 100, 1000}) {
      int room = F32Kernels.padded(classes);
      float[] bias = new float[room];
      Arrays.fill(bias, classes, room, Float.NEGATIVE_INFINITY);
      F32Matrix expected = new F32Matrix(floats(7 * room + 3), 3, room, 7, classes);
      for (int k = 0; k < classes; k++) {
        // Exponentials around the smallest normal number, and far below.
        expected.array()[expected.row(1) + k] *= 60;
        expected.array()[expected.row(2) + k] *= 1e30f;
      }
      expected.array()[expected.row(3) + classes - 1] = Float.NaN;
      expected.array()[expected.row(4)] = Float.POSITIVE_INFINITY;
      F32Matrix actual = copy(expected);
      float[][] expectedRows = new float[2][7];
      float[][] actualRows = new float[2][7];
      plain.exponentials(expected, bias, expectedRows[0], expectedRows[1]);
      machine.exponentials(actual, bias, actualRows[0], actualRows[1]);
      assertThat(actual.array()).containsExactly(expected.array());
      assertThat(actualRows[0]).containsExactly(expectedRows[0]);
      assertThat(actualRows[1]).containsExactly(expectedRows[1]);
      assertThat(expectedRows[1][3]).isNaN();
      assertThat(expectedRows[1][4]).isNaN();
      plain.scaleRows(expected, expectedRows[1]);
      machine.scaleRows(actual, expectedRows[1]);
      assertThat(actual.array()).containsExactly(expected.array());
    }
  }

  @Test
  void exponentialsEntryByEntryHaveTheSameBits() {
    for (int count : new int[] {0, 1, 7, 8, 15, 16, 17, 1000}) {
      float[] x = floats(count + 3);
      for (int i = 0; i < x.length; i++) {
        x[i] = -Math.abs(x[i]) * (i % 3 == 0 ? 60 : 1);
      }
      x[x.length - 1] = Float.NaN;
      x[x.length - 2] = Float.NEGATIVE_INFINITY;
      float[] expected = floats(count + 2);
      float[] actual = expected.clone();
      plain.exp(x, 3, expected, 1, count);
      machine.exp(x, 3, actual, 1, count);
      assertThat(actual).containsExactly(expected);
    }
  }

  @Test
  void softmaxDerivativesHaveTheSameBitsAndTheirDefinition() {
    for (int classes : new int[] {2, 10, 16, 17, 100}) {
      int room = F32Kernels.padded(classes);
      F32Matrix p = new F32Matrix(new float[3 * room], 0, room, 3, classes);
      for (int i = 0; i < 3; i++) {
        System.arraycopy(floats(classes), 0, p.array(), p.row(i), classes);
      }
      F32Matrix u = new F32Matrix(floats(3 * room), 0, room, 3, classes);
      F32Matrix expected = copy(u);
      F32Matrix actual = copy(u);
      float[] factors = {9, 2, 3, 4};
      plain.softmaxDerivative(expected, p, factors, 1);
      machine.softmaxDerivative(actual, p, factors, 1);
      assertThat(actual.array()).containsExactly(expected.array());
      for (int i = 0; i < 3; i++) {
        double mean = 0;
        for (int k = 0; k < classes; k++) {
          mean += (double) p.array()[p.row(i) + k] * u.array()[u.row(i) + k];
        }
        for (int k = 0; k < room; k++) {
          double definition =
              factors[1 + i] * p.array()[p.row(i) + k] * (u.array()[u.row(i) + k] - mean);
          assertThat((double) actual.array()[actual.row(i) + k])
              .isCloseTo(definition, within(2e-5 * (1 + Math.abs(definition))));
        }
      }
    }
  }

  @Test
  void dotProductsHaveTheSameBits() {
    float[] x = floats(1000);
    float[] y = floats(1000);
    for (int count : new int[] {0, 1, 15, 16, 17, 100, 997}) {
      float expected = plain.dot(x, y, 3, 3 + count);
      assertThat(machine.dot(x, y, 3, 3 + count)).isEqualTo(expected);
      double exact = 0;
      for (int i = 3; i < 3 + count; i++) {
        exact += (double) x[i] * y[i];
      }
      assertThat((double) expected).isCloseTo(exact, within(1e-4));
    }
  }

  @Test
  void bytesAreWidenedWithoutSign() {
    byte[] bytes = new byte[300];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    float[] actual = new float[300];
    machine.widen(bytes, 1, actual, 2, 298);
    for (int i = 0; i < 298; i++) {
      assertThat(actual[i + 2]).isEqualTo((float) ((i + 1) % 256));
    }
  }

  @Test
  void theExponentialIsWithinTwoUlpOverTheWholeRange() {
    double worst = 0;
    // Every 499th float up to 0: all exponents; what is below the normal numbers becomes 0.
    for (long bits = 0; bits < 1L << 32; bits += 499) {
      float x = Float.intBitsToFloat((int) bits);
      if (x > 0) {
        continue;
      }
      float actual = F32Exp.exp(x);
      double exact = Math.exp(x);
      if (Double.isNaN(exact)) {
        assertThat(actual).isNaN();
      } else if (exact < Float.MIN_NORMAL && actual == 0) {
        assertThat(exact).isLessThan(0.75 * Float.MIN_NORMAL);
      } else {
        worst = Math.max(worst, Math.abs(actual - exact) / Math.ulp((float) exact));
      }
    }
    assertThat(worst).isLessThan(2);
    assertThat(F32Exp.exp(0f)).isEqualTo(1f);
    assertThat(F32Exp.exp(Float.NEGATIVE_INFINITY)).isZero();
  }

  private F32Matrix matrix(int rows, int columns) {
    return new F32Matrix(floats(rows * columns), 0, columns, rows, columns);
  }

  private float[] floats(int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  private static F32Matrix copy(F32Matrix m) {
    return new F32Matrix(m.array().clone(), m.offset(), m.stride(), m.rows(), m.columns());
  }

  private static float[] head(float[] array, int count) {
    return Arrays.copyOf(array, count);
  }

  @Test
  void sumsInFixedPointHaveTheSameBits() {
    for (int count : new int[] {0, 1, 7, 8, 100, 255, 256, 263, 1016}) {
      float[] values = new float[count + 3];
      double[] scales = new double[count];
      for (int i = 0; i < count; i++) {
        values[3 + i] = (random.nextFloat() - 0.5f) * (float) Math.pow(2, random.nextInt(40) - 20);
        scales[i] = Math.scalb(1.0, random.nextInt(40));
      }
      long[] expected = new long[count + 2];
      long[] actual = new long[count + 2];
      double[] same = new double[count];
      for (double scale : new double[] {1, 0x1p-30, 0x1p20, 0x1p41}) {
        Arrays.fill(same, scale);
        assertThat(FixedPoint.add(values, 3, scale, expected, 2, count) < FixedPoint.LIMIT)
            .isTrue();
        assertThat(machine.addFixed(values, 3, same, actual, 2, count) < FixedPoint.LIMIT).isTrue();
        assertThat(actual).isEqualTo(expected);
      }
      assertThat(FixedPoint.add(values, 3, scales, expected, 2, count) < FixedPoint.LIMIT).isTrue();
      assertThat(machine.addFixed(values, 3, scales, actual, 2, count) < FixedPoint.LIMIT).isTrue();
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void rowsOfSumsInFixedPointHaveTheSameBits() {
    int[] rows = {0, 7, 3, 9};
    for (int width : new int[] {1, 2, 4, 7, 8, 9, 16, 20, 23, 300}) {
      for (int slack : new int[] {0, 16}) {
        float[] values = new float[(1 + rows.length) * width + slack];
        for (int i = 0; i < values.length; i++) {
          values[i] = (random.nextFloat() - 0.5f) * (float) Math.pow(2, random.nextInt(40) - 20);
        }
        double[] scales = {0x1p-30, 0x1p20, 0x1p41, 0x1p7};
        long[] expected = random.longs(10L * width, -1L << 60, 1L << 60).toArray();
        long[] actual = expected.clone();
        assertThat(
                FixedPoint.addRows(values, width, scales, rows, 4, width, expected)
                    < FixedPoint.LIMIT)
            .isTrue();
        assertThat(
                machine.addFixedRows(values, width, scales, rows, 4, width, actual)
                    < FixedPoint.LIMIT)
            .isTrue();
        assertThat(actual).isEqualTo(expected);
        for (float bad : new float[] {0x1p62f, -0x1p62f, Float.NaN, Float.NEGATIVE_INFINITY}) {
          for (int at : new int[] {0, 2 * width - 1, 3 * width - 1, 3 * width}) {
            float[] one = values.clone();
            one[at] = bad;
            double[] ones = {1, 1, 1, 1};
            boolean within = at < width || at >= 3 * width;
            double largest = machine.addFixedRows(one, width, ones, rows, 2, width, actual);
            assertThat(largest < FixedPoint.LIMIT).isEqualTo(within);
          }
        }
      }
    }
  }

  @Test
  void halvesAreRoundedToEvenAndTheLimitIsKept() {
    float[] halves =
        Arrays.copyOf(
            new float[] {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 3.5f, 4.5f, 0.49999997f}, 300);
    long[] sums = new long[300];
    double[] ones = new double[300];
    Arrays.fill(ones, 1);
    assertThat(machine.addFixed(halves, 0, ones, sums, 0, 300) < FixedPoint.LIMIT).isTrue();
    assertThat(Arrays.copyOf(sums, 9)).containsExactly(0, 2, 2, 0, -2, -2, 4, 4, 0);
    for (float bad : new float[] {0x1p62f, -0x1p62f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      for (int at : new int[] {0, 5, 200, 296, 299}) {
        float[] values = new float[300];
        values[at] = bad;
        assertThat(machine.addFixed(values, 0, ones, new long[300], 0, 300) < FixedPoint.LIMIT)
            .isFalse();
        values[at] = 0x1p61f;
        long[] large = new long[300];
        assertThat(machine.addFixed(values, 0, ones, large, 0, 300) < FixedPoint.LIMIT).isTrue();
        assertThat(large[at]).isEqualTo(1L << 61);
      }
    }
  }

  @Test
  void panelsAreRectifiedAndAddedUpAlike() {
    for (int rows : new int[] {0, 1, 7, 33}) {
      for (float leak : new float[] {0, 0.01f}) {
        float[] z = uniform(16 * rows + 20);
        float[] bias = uniform(40);
        if (rows > 1) {
          z[4] = -bias[19]; // 0 in all
          z[20] = Float.NaN;
          z[21] = Float.POSITIVE_INFINITY;
        }
        float[] expected = z.clone();
        float[] actual = z.clone();
        float[] expectedValues = new float[z.length];
        float[] actualValues = new float[z.length];
        plain.rectify(expected, 1, rows, bias, 16, leak, expectedValues);
        machine.rectify(actual, 1, rows, bias, 16, leak, actualValues);
        assertThat(actual).isEqualTo(expected);
        assertThat(actualValues).isEqualTo(expectedValues);
        for (int i = 1; i < 1 + 16 * rows; i++) {
          float sum = z[i] + bias[16 + (i - 1) % 16];
          assertThat(expected[i]).isEqualTo(sum > 0 ? 1 : leak);
          assertThat(Float.compare(expectedValues[i], sum > 0 ? sum : leak * sum)).isZero();
        }
        float[] expectedSums = uniform(40);
        float[] actualSums = expectedSums.clone();
        plain.addRows(z, 1, rows, expectedSums, 16);
        machine.addRows(z, 1, rows, actualSums, 16);
        assertThat(actualSums).isEqualTo(expectedSums);
      }
    }
  }

  private float[] uniform(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
