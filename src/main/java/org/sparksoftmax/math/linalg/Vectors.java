package org.sparksoftmax.math.linalg;

/** Operations on flat parameter vectors. */
public final class Vectors {

  private Vectors() {}

  /** Σ xᵢ yᵢ. */
  public static double dot(double[] x, double[] y) {
    return DotProduct.of(x, y);
  }

  /** max |xᵢ|. */
  public static double largest(double[] x) {
    return Parts.max(
        x.length,
        (from, to) -> {
          double largest = 0;
          for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
          }
          return largest;
        });
  }

  /** x + t·d, as a new vector. */
  public static double[] plusScaled(double[] x, double t, double[] d) {
    double[] sum = new double[x.length];
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            sum[i] = x[i] + t * d[i];
          }
        });
    return sum;
  }

  /** max |xᵢ − yᵢ|. */
  public static double largestDifference(double[] x, double[] y) {
    return Parts.max(
        x.length,
        (from, to) -> {
          double largest = 0;
          for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(x[i] - y[i]));
          }
          return largest;
        });
  }

  /** q = (x − y) / t in float32 for {@code from} ≤ i {@literal <} {@code to}, unless t = 0. */
  public static void differenceOver(double[] x, double[] y, double t, float[] q, int from, int to) {
    for (int i = from; i < to && t != 0; i++) {
      q[i] = (float) ((x[i] - y[i]) / t);
    }
  }

  /** t·x, as a new vector. */
  public static double[] times(double[] x, double t) {
    double[] product = new double[x.length];
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            product[i] = t * x[i];
          }
        });
    return product;
  }

  /** t·E x with E diagonal, as a new vector. */
  public static double[] times(double[] x, float[] e, double t) {
    double[] product = new double[x.length];
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            product[i] = t * e[i] * x[i];
          }
        });
    return product;
  }

  /** x / t in float32; zeros if t = 0. */
  public static float[] over(double[] x, double t) {
    float[] quotient = new float[x.length];
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to && t != 0; i++) {
            quotient[i] = (float) (x[i] / t);
          }
        });
    return quotient;
  }

  /** t·x in float64, as a new vector. */
  public static double[] times(float[] x, double t) {
    double[] wide = new double[x.length];
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            wide[i] = t * x[i];
          }
        });
    return wide;
  }
}
