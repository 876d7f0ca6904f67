package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import java.util.Arrays;

/**
 * {@link F32Gemm} as scalar loops: the reference in tests and the fallback without the Vector API.
 */
final class F32ScalarGemm implements F32Gemm {

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void multiply(F32Panels a, int rows, F32Panels b, F32Panels c) {
    F32Gemm.requireFactors(a, rows, b, c);
    for (int panel = 0; panel < c.panels(); panel++) {
      for (int i = 0; i < rows; i++) {
        int to = c.panelOffset(panel) + i * PANEL;
        Arrays.fill(c.array(), to, to + PANEL, 0f);
        for (int p = 0; p < a.columns(); p++) {
          float factor = a.array()[a.index(i, p)];
          addProduct(factor, b.array(), b.panelOffset(panel) + p * PANEL, c.array(), to);
        }
      }
    }
  }

  @Override
  public void addTransposedProduct(
      F32Panels r, F32Panels x, int rows, F32Panels g, int from, int end) {
    F32Gemm.requireTransposedFactors(r, x, rows, g);
    float[] sums = new float[PANEL];
    for (int panel = from; panel < end; panel++) {
      for (int j = 0; j < r.columns(); j++) {
        Arrays.fill(sums, 0f);
        for (int i = 0; i < rows; i++) {
          float factor = r.array()[r.index(i, j)];
          addProduct(factor, x.array(), x.panelOffset(panel) + i * PANEL, sums, 0);
        }
        int to = g.panelOffset(panel) + j * PANEL;
        for (int q = 0; q < PANEL; q++) {
          g.array()[to + q] += sums[q];
        }
      }
    }
  }

  /** Adds one row of a panel, times {@code factor}, to another. */
  private static void addProduct(float factor, float[] from, int at, float[] sums, int to) {
    for (int q = 0; q < PANEL; q++) {
      sums[to + q] = Math.fma(factor, from[at + q], sums[to + q]);
    }
  }
}
