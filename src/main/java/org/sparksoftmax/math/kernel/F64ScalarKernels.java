package org.sparksoftmax.math.kernel;

import java.util.Arrays;

/** {@link F64Kernels} as scalar loops: the reference in tests and the fallback. */
final class F64ScalarKernels implements F64Kernels {

  @Override
  public void logits(F64Matrix x, F64Matrix w, F64Matrix z) {
    double[] lanes = new double[LANES];
    for (int i = 0; i < x.rows(); i++) {
      for (int k = 0; k < w.rows(); k++) {
        dot(x.array(), x.row(i), w.array(), w.row(k), x.columns(), lanes);
        z.array()[z.row(i) + k] = F64Kernels.sumOfLanes(lanes, 0);
      }
    }
  }

  private static void dot(double[] x, int xi, double[] w, int wk, int features, double[] lanes) {
    Arrays.fill(lanes, 0.0);
    for (int j = 0; j < features; j += LANES) {
      for (int l = 0; l < LANES; l++) {
        lanes[l] = Math.fma(x[xi + j + l], w[wk + j + l], lanes[l]);
      }
    }
  }

  @Override
  public void addGradient(F64Matrix r, F64Matrix x, F64Matrix g) {
    double[] sum = new double[x.columns()];
    for (int k = 0; k < r.columns(); k++) {
      Arrays.fill(sum, 0.0);
      for (int i = 0; i < x.rows(); i++) {
        addScaled(r.array()[r.row(i) + k], x.array(), x.row(i), sum);
      }
      int gk = g.row(k);
      for (int j = 0; j < sum.length; j++) {
        g.array()[gk + j] += sum[j];
      }
    }
  }

  private static void addScaled(double factor, double[] x, int xi, double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.fma(factor, x[xi + j], sum[j]);
    }
  }
}
