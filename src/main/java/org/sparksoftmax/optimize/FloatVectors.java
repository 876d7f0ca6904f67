package org.sparksoftmax.optimize;

import org.sparksoftmax.linalg.Parts;

/** Vector operations in float32, or mixed, with sums in float64; E is diagonal. */
final class FloatVectors {

  private FloatVectors() {}

  /** Σ xₑ yₑ. */
  static double dot(float[] x, float[] y) {
    return Parts.sum(
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

  /** Σ xₑ yₑ. */
  static double dot(float[] x, double[] y) {
    return Parts.sum(x.length, (from, to) -> dot(x, y, from, to));
  }

  /** q += t·x; returns Σ yₑ qₑ. */
  static double addScaledThenDot(double[] q, double t, float[] x, float[] y) {
    return Parts.sum(
        q.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            q[e] += t * x[e];
          }
          return dot(y, q, from, to);
        });
  }

  /** x = E x. */
  static void multiply(double[] x, float[] e) {
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            x[i] *= e[i];
          }
        });
  }

  /** In four sums that do not wait for each other. */
  private static double dot(float[] x, double[] y, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = from + (to - from) / 4 * 4;
    for (int e = from; e < whole; e += 4) {
      s0 += x[e] * y[e];
      s1 += x[e + 1] * y[e + 1];
      s2 += x[e + 2] * y[e + 2];
      s3 += x[e + 3] * y[e + 3];
    }
    for (int e = whole; e < to; e++) {
      s0 += x[e] * y[e];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** x += α p and r −= α q; returns rᵀ E r. */
  static double step(double alpha, float[] p, float[] q, float[] e, float[] x, float[] r) {
    float a = (float) alpha;
    return Parts.sum(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            x[i] += a * p[i];
            r[i] -= a * q[i];
          }
          return squared(r, e, from, to);
        });
  }

  /** p = E r + β p. */
  static void nextDirection(float[] p, float[] r, float[] e, double beta) {
    float b = (float) beta;
    Parts.forEach(
        p.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            p[i] = e[i] * r[i] + b * p[i];
          }
        });
  }

  /** rᵀ E r. */
  static double squared(float[] r, float[] e) {
    return Parts.sum(r.length, (from, to) -> squared(r, e, from, to));
  }

  private static double squared(float[] r, float[] e, int from, int to) {
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i + 1 < to; i += 2) {
      even += (double) r[i] * (r[i] * e[i]);
      odd += (double) r[i + 1] * (r[i + 1] * e[i + 1]);
    }
    return even + odd + (i < to ? (double) r[i] * (r[i] * e[i]) : 0);
  }
}
