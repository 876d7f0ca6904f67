package org.sparksoftmax.optimize;

import org.sparksoftmax.linalg.DotProduct;
import org.sparksoftmax.linalg.Parts;

/** Operations on flat parameter vectors. */
final class Vectors {

  private Vectors() {}

  /** Σ xᵢ yᵢ. */
  static double dot(double[] x, double[] y) {
    return DotProduct.of(x, y);
  }

  /** x + t·d, as a new vector. */
  static double[] plusScaled(double[] x, double t, double[] d) {
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

  /** x − y, as a new vector. */
  static double[] minus(double[] x, double[] y) {
    return plusScaled(x, -1.0, y);
  }

  /** −x, as a new vector. */
  static double[] negated(double[] x) {
    double[] negative = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      negative[i] = -x[i];
    }
    return negative;
  }

  /** x += t·d. */
  static void addScaledInPlace(double[] x, double t, double[] d) {
    Parts.forEach(
        x.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            x[i] += t * d[i];
          }
        });
  }

  /** x *= t. */
  static void scaleInPlace(double[] x, double t) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= t;
    }
  }
}
