package org.sparksoftmax.linalg;

/**
 * Sums in fixed point: summands are rounded to multiples of a step, a power of two, and added as
 * whole numbers. Such additions are exact, so that their order does not show.
 */
public final class FixedPoint {

  /** Sums stay below 2^61 steps where no summand exceeds what its bound promised. */
  public static final int BITS = 61;

  private static final double LIMIT = 0x1p62;

  static final long LIMIT_BITS = Double.doubleToRawLongBits(LIMIT);

  private FixedPoint() {}

  /**
   * The e for which a sum that stays below 2^{@code exponent} has less than 2^{@link #BITS} steps
   * of 2^−e; 2^e and 2^−e are normal numbers.
   */
  public static int scale(int exponent) {
    return Math.max(Double.MIN_EXPONENT, Math.min(-Double.MIN_EXPONENT, BITS - exponent));
  }

  /** 2^e of each of {@code scales}. */
  public static double[] factors(short[] scales) {
    double[] factors = new double[scales.length];
    for (int j = 0; j < factors.length; j++) {
      factors[j] = Math.scalb(1.0, scales[j]);
    }
    return factors;
  }

  /**
   * sums[i] += values[i] · scales[i], rounded to a whole number, for {@code count} entries.
   *
   * @return whether every summand was finite and in range; if not, the sums mean nothing
   */
  public static boolean add(
      float[] values, int from, double[] scales, long[] sums, int to, int count) {
    boolean inRange = true;
    for (int i = 0; i < count; i++) {
      inRange &= addOne(values[from + i] * scales[i], sums, to + i);
    }
    return inRange;
  }

  /** As {@link #add(float[], int, double[], long[], int, int)}, of float64. */
  public static boolean add(
      double[] values, int from, double[] scales, long[] sums, int to, int count) {
    boolean inRange = true;
    for (int i = 0; i < count; i++) {
      inRange &= addOne(values[from + i] * scales[i], sums, to + i);
    }
    return inRange;
  }

  /** As {@link #add(float[], int, double[], long[], int, int)}, with one scale for all entries. */
  public static boolean add(
      float[] values, int from, double scale, long[] sums, int to, int count) {
    boolean inRange = true;
    for (int i = 0; i < count; i++) {
      inRange &= addOne(values[from + i] * scale, sums, to + i);
    }
    return inRange;
  }

  /** As {@link #add(float[], int, double, long[], int, int)}, of float64. */
  public static boolean add(
      double[] values, int from, double scale, long[] sums, int to, int count) {
    boolean inRange = true;
    for (int i = 0; i < count; i++) {
      inRange &= addOne(values[from + i] * scale, sums, to + i);
    }
    return inRange;
  }

  /**
   * sums[rows[p] · width + k] += values[from + p · width + k] · scales[p], rounded to a whole
   * number, for the first {@code count} rows p and 0 ≤ k < {@code width}.
   *
   * @return whether every scaled value was finite and below 2^62 in magnitude
   */
  public static boolean addRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    boolean inRange = true;
    for (int p = 0; p < count; p++) {
      inRange &= add(values, from + p * width, scales[p], sums, rows[p] * width, width);
    }
    return inRange;
  }

  private static boolean addOne(double scaled, long[] sums, int at) {
    sums[at] += (long) Math.rint(scaled);
    return Math.abs(scaled) < LIMIT;
  }
}
