package org.sparksoftmax.optimize;

import java.util.stream.IntStream;

/**
 * The vector operations of conjugate gradients in float32, with sums in float64. They run on all
 * cores; the sums are of fixed parts, added in order.
 */
final class FloatVectors {

  /** A few such vectors fit a first-level cache; smaller parts are not worth a task. */
  private static final int PART = 1 << 13;

  private FloatVectors() {}

  /** Σ over e of what {@code part} makes of its range. */
  private interface Part {
    double of(int from, int to);
  }

  /** Σ xₑ yₑ. */
  static double dot(float[] x, float[] y) {
    return sum(
        x.length,
        (from, to) -> {
          double even = 0;
          double odd = 0;
          int e = from;
          for (; e + 1 < to; e += 2) {
            even += (double) x[e] * y[e];
            odd += (double) x[e + 1] * y[e + 1];
          }
          return even + odd + (e < to ? (double) x[e] * y[e] : 0);
        });
  }

  /** x += α p and r −= α q; returns rᵀ D⁻¹ r. */
  static double step(double alpha, float[] p, float[] q, float[] diagonal, float[] x, float[] r) {
    float a = (float) alpha;
    return sum(
        x.length,
        (from, to) -> {
          double sum = 0;
          for (int e = from; e < to; e++) {
            x[e] += a * p[e];
            r[e] -= a * q[e];
            sum += (double) r[e] * r[e] / diagonal[e];
          }
          return sum;
        });
  }

  /** p = D⁻¹ r + β p; returns rᵀ D⁻¹ r. */
  static double nextDirection(float[] p, float[] r, float[] diagonal, double beta) {
    float b = (float) beta;
    return sum(
        p.length,
        (from, to) -> {
          double sum = 0;
          for (int e = from; e < to; e++) {
            float z = r[e] / diagonal[e];
            p[e] = z + b * p[e];
            sum += (double) r[e] * z;
          }
          return sum;
        });
  }

  private static double sum(int length, Part part) {
    int parts = (length + PART - 1) / PART;
    double[] sums = new double[parts];
    IntStream.range(0, parts)
        .parallel()
        .forEach(i -> sums[i] = part.of(i * PART, Math.min(length, (i + 1) * PART)));
    double sum = 0;
    for (double ofPart : sums) {
      sum += ofPart;
    }
    return sum;
  }
}
