package org.sparksoftmax.math.linalg;

/** The dot product of long vectors on the driver. */
public final class DotProduct {

  /** Number of independent partial sums; fixed, so that results are reproducible. */
  private static final int SUMS = 8;

  private DotProduct() {}

  /** Σ xᵢ yᵢ, with eight interleaved partial sums in each part. */
  public static double of(double[] x, double[] y) {
    return of(x, y, x.length);
  }

  /** Σ xᵢ yᵢ over the first {@code count} entries, in the same way. */
  public static double of(double[] x, double[] y, int count) {
    return Parts.sum(count, (from, to) -> of(x, y, from, to));
  }

  private static double of(double[] x, double[] y, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int whole = from + (to - from) / SUMS * SUMS;
    for (int i = from; i < whole; i += SUMS) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
      s4 += x[i + 4] * y[i + 4];
      s5 += x[i + 5] * y[i + 5];
      s6 += x[i + 6] * y[i + 6];
      s7 += x[i + 7] * y[i + 7];
    }
    for (int i = whole; i < to; i++) {
      s0 += x[i] * y[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
