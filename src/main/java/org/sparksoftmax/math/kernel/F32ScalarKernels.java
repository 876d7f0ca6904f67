package org.sparksoftmax.math.kernel;

import java.util.Arrays;

/**
 * {@link F32Kernels} as scalar loops: the reference in tests and the fallback without the Vector
 * API.
 */
final class F32ScalarKernels implements F32Kernels {

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void logits(F32Matrix x, F32Matrix w, F32Matrix z) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < x.rows(); i++) {
      for (int k = 0; k < w.rows(); k++) {
        dot(x.array(), x.row(i), w.array(), w.row(k), x.columns(), lanes);
        z.array()[z.row(i) + k] = F32Kernels.sumOfLanes(lanes, 0);
      }
    }
  }

  private static void dot(float[] x, int xi, float[] w, int wk, int features, float[] lanes) {
    for (int l = 0; l < LANES; l++) {
      lanes[l] = 0;
    }
    for (int j = 0; j < features; j += LANES) {
      for (int l = 0; l < LANES; l++) {
        lanes[l] = Math.fma(x[xi + j + l], w[wk + j + l], lanes[l]);
      }
    }
  }

  @Override
  public float dot(float[] x, float[] y, int from, int to) {
    float[] lanes = new float[LANES];
    int whole = (to - from) / LANES * LANES;
    dot(x, from, y, from, whole, lanes);
    for (int i = from + whole; i < to; i++) {
      lanes[i - from - whole] = Math.fma(x[i], y[i], lanes[i - from - whole]);
    }
    return F32Kernels.sumOfLanes(lanes, 0);
  }

  @Override
  public void addGradient(F32Matrix r, F32Matrix x, F32Matrix g) {
    float[] sum = new float[x.columns()];
    for (int k = 0; k < r.columns(); k++) {
      Arrays.fill(sum, 0f);
      for (int i = 0; i < x.rows(); i++) {
        float factor = r.array()[r.row(i) + k];
        int xi = x.row(i);
        for (int j = 0; j < sum.length; j++) {
          sum[j] = Math.fma(factor, x.array()[xi + j], sum[j]);
        }
      }
      int gk = g.row(k);
      for (int j = 0; j < sum.length; j++) {
        g.array()[gk + j] += sum[j];
      }
    }
  }

  @Override
  public void sparseLogits(SparseRow<float[]> row, float[] w, int classes, float[] z, int zOffset) {
    float[] values = row.values;
    Arrays.fill(z, zOffset, zOffset + classes, 0f);
    for (int e = row.from; e < row.to; e++) {
      int at = row.rows[e] * classes;
      for (int k = 0; k < classes; k++) {
        z[zOffset + k] = Math.fma(values[e], w[at + k], z[zOffset + k]);
      }
    }
  }

  @Override
  public void addSparseGradient(
      SparseRow<float[]> row, float[] r, int rOffset, int classes, float[] g) {
    float[] values = row.values;
    for (int e = row.from; e < row.to; e++) {
      int at = row.rows[e] * classes;
      for (int k = 0; k < classes; k++) {
        g[at + k] = Math.fma(values[e], r[rOffset + k], g[at + k]);
      }
    }
  }

  @Override
  public void add(float[] from, int fromOffset, float[] to, int count) {
    for (int k = 0; k < count; k++) {
      to[k] += from[fromOffset + k];
    }
  }

  @Override
  public void exponentials(F32Matrix z, float[] bias, float[] max, float[] sum) {
    int count = F32Kernels.padded(z.columns());
    float[] lanes = new float[LANES];
    for (int i = 0; i < z.rows(); i++) {
      float[] row = z.array();
      int at = z.row(i);
      max[i] = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < count; k++) {
        row[at + k] += bias[k];
        max[i] = Math.max(max[i], row[at + k]);
      }
      Arrays.fill(lanes, 0f);
      for (int k = 0; k < count; k++) {
        row[at + k] = F32Exp.exp(row[at + k] - max[i]);
        lanes[k % LANES] += row[at + k];
      }
      sum[i] = F32Kernels.sumOfLanes(lanes, 0);
    }
  }

  @Override
  public void rectify(float[] z, int from, int rows, float[] bias, int at, float leak, float[] a) {
    for (int i = 0; i < rows * F32Panels.PANEL; i++) {
      float sum = z[from + i] + bias[at + i % F32Panels.PANEL];
      float slope = sum > 0 ? 1 : leak;
      a[from + i] = slope * sum;
      z[from + i] = slope;
    }
  }

  @Override
  public void addRows(float[] values, int from, int rows, float[] sums, int at) {
    for (int i = 0; i < rows * F32Panels.PANEL; i++) {
      sums[at + i % F32Panels.PANEL] += values[from + i];
    }
  }

  @Override
  public void exp(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = F32Exp.exp(x[from + i]);
    }
  }

  @Override
  public void scaleRows(F32Matrix z, float[] factors) {
    int count = F32Kernels.padded(z.columns());
    for (int i = 0; i < z.rows(); i++) {
      for (int k = 0; k < count; k++) {
        z.array()[z.row(i) + k] *= factors[i];
      }
    }
  }

  @Override
  public void softmaxDerivative(F32Matrix u, F32Matrix p, float[] factors, int first) {
    int count = F32Kernels.padded(u.columns());
    float[] lanes = new float[LANES];
    for (int i = 0; i < u.rows(); i++) {
      dot(u.array(), u.row(i), p.array(), p.row(i), count, lanes);
      float mean = F32Kernels.sumOfLanes(lanes, 0);
      for (int k = 0; k < count; k++) {
        int at = u.row(i) + k;
        u.array()[at] = (u.array()[at] - mean) * (p.array()[p.row(i) + k] * factors[first + i]);
      }
    }
  }

  @Override
  public void widen(byte[] from, int fromOffset, float[] to, int toOffset, int count) {
    for (int i = 0; i < count; i++) {
      to[toOffset + i] = from[fromOffset + i] & 0xFF;
    }
  }

  @Override
  public double addFixed(
      float[] values, int from, double[] scales, long[] sums, int to, int count) {
    return FixedPoint.add(values, from, scales, sums, to, count);
  }

  @Override
  public double addFixedRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    return FixedPoint.addRows(values, from, scales, rows, count, width, sums);
  }
}
