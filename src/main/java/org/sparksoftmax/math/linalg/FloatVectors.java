package org.sparksoftmax.math.linalg;

import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.Kernels;

/** Operations on long float32 vectors; E denotes a diagonal matrix. */
public final class FloatVectors {

  private static final F32Kernels KERNELS = Kernels.f32();

  private FloatVectors() {}

  /** Σ xₑ yₑ: each part is summed in float32, the parts in float64. */
  public static double dot(float[] x, float[] y) {
    return Parts.sum(x.length, (from, to) -> KERNELS.dot(x, y, from, to));
  }

  /**
   * The products of two vectors with each other and with themselves, as of {@link #dot}.
   *
   * @param xy xᵀy
   * @param xx xᵀx
   * @param yy yᵀy
   */
  public record Products(double xy, double xx, double yy) {}

  /** The products of {@code x} and {@code y}, of which {@code fill} sets each part just before. */
  public static Products products(float[] x, float[] y, Parts.Part fill) {
    double[][] ofParts = new double[Parts.count(x.length)][];
    Parts.forEach(
        x.length,
        (from, to) -> {
          fill.run(from, to);
          ofParts[Parts.number(from)] =
              new double[] {
                KERNELS.dot(x, y, from, to),
                KERNELS.dot(x, x, from, to),
                KERNELS.dot(y, y, from, to)
              };
        });
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (double[] ofPart : ofParts) {
      xy += ofPart[0];
      xx += ofPart[1];
      yy += ofPart[2];
    }
    return new Products(xy, xx, yy);
  }

  /** q += t·x; returns Σ yₑ qₑ. */
  public static double addScaledThenDot(float[] q, double t, float[] x, float[] y) {
    float factor = (float) t;
    return Parts.sum(
        q.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            q[e] += factor * x[e];
          }
          return KERNELS.dot(y, q, from, to);
        });
  }

  /** x = t·E x. */
  public static void scale(float[] x, double t, float[] e) {
    float factor = (float) t;
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            x[i] *= factor * e[i];
          }
        });
  }

  /** x = t·x. */
  public static void scale(float[] x, double t) {
    float factor = (float) t;
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            x[i] *= factor;
          }
        });
  }

  /** x += α p and r −= α q; returns rᵀ E r. */
  public static double step(double alpha, float[] p, float[] q, float[] e, float[] x, float[] r) {
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
  public static void nextDirection(float[] p, float[] r, float[] e, double beta) {
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
  public static double squared(float[] r, float[] e) {
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
