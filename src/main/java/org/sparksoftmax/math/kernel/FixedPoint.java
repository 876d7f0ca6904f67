package org.sparksoftmax.math.kernel;

/**
 * Fixed-point sums: summands are rounded to multiples of a step, a power of two, and added as
 * integers. These additions are exact, so the result does not depend on their order.
 */
public final class FixedPoint {

  /** Sums stay below 2^61 steps if no summand exceeds its bound. */
  public static final int BITS = 61;

  /** Scaled summands of at least this magnitude are out of range. */
  public static final double LIMIT = 0x1p62;

  private FixedPoint() {}

  /**
   * The e for which a sum below 2^{@code exponent} has less than 2^{@link #BITS} steps of 2^−e;
   * both 2^e and 2^−e are normal numbers.
   */
  public static int scale(int exponent) {
    return Math.max(Double.MIN_EXPONENT, Math.min(-Double.MIN_EXPONENT, BITS - exponent));
  }

  /** 2^e for each e in {@code scales}. */
  public static double[] factors(short[] scales) {
    double[] factors = new double[scales.length];
    for (int j = 0; j < factors.length; j++) {
      factors[j] = Math.scalb(1.0, scales[j]);
    }
    return factors;
  }

  /**
   * sums[i] += values[i] · scales[i], rounded to an integer, for {@code count} entries.
   *
   * @return the largest |values[i] · scales[i]|, or NaN if any is NaN; the sums are valid only if
   *     it is below {@link #LIMIT}
   */
  public static double add(
      float[] values, int from, double[] scales, long[] sums, int to, int count) {
    long worst = 0;
    for (int i = 0; i < count; i++) {
      worst = Math.max(worst, addOne(values[from + i] * scales[i], sums, to + i));
    }
    return Double.longBitsToDouble(worst);
  }

  /** Like {@link #add(float[], int, double[], long[], int, int)}, for float64 values. */
  public static double add(
      double[] values, int from, double[] scales, long[] sums, int to, int count) {
    long worst = 0;
    for (int i = 0; i < count; i++) {
      worst = Math.max(worst, addOne(values[from + i] * scales[i], sums, to + i));
    }
    return Double.longBitsToDouble(worst);
  }

  /** Like {@link #add(float[], int, double[], long[], int, int)}, with the same scale for all. */
  public static double add(float[] values, int from, double scale, long[] sums, int to, int count) {
    long worst = 0;
    for (int i = 0; i < count; i++) {
      worst = Math.max(worst, addOne(values[from + i] * scale, sums, to + i));
    }
    return Double.longBitsToDouble(worst);
  }

  /** Like {@link #add(float[], int, double, long[], int, int)}, for float64 values. */
  public static double add(
      double[] values, int from, double scale, long[] sums, int to, int count) {
    long worst = 0;
    for (int i = 0; i < count; i++) {
      worst = Math.max(worst, addOne(values[from + i] * scale, sums, to + i));
    }
    return Double.longBitsToDouble(worst);
  }

  /**
   * sums[rows[p] · width + k] += values[from + p · width + k] · scales[p], rounded to an integer,
   * for the first {@code count} rows p and 0 ≤ k {@literal <} {@code width}. Nothing before the
   * first or after the last of these rows is written.
   *
   * @param rows ascending
   * @return the largest scaled magnitude, as for {@link #add(float[], int, double[], long[], int,
   *     int)}
   */
  public static double addRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    double worst = 0;
    for (int p = 0; p < count; p++) {
      worst =
          Math.max(worst, add(values, from + p * width, scales[p], sums, rows[p] * width, width));
    }
    return worst;
  }

  /** Like the overload for float32 values. */
  public static double addRows(
      double[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    double worst = 0;
    for (int p = 0; p < count; p++) {
      worst =
          Math.max(worst, add(values, from + p * width, scales[p], sums, rows[p] * width, width));
    }
    return worst;
  }

  /**
   * Adds one summand; returns the bits of |scaled|, whose integer order is that of the magnitudes,
   * NaN last.
   */
  private static long addOne(double scaled, long[] sums, int at) {
    sums[at] += (long) Math.rint(scaled);
    return Double.doubleToRawLongBits(scaled) & Long.MAX_VALUE;
  }
}
