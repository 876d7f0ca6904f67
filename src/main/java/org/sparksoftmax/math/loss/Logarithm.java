package org.sparksoftmax.math.loss;

/**
 * The natural logarithm, computed with operations that every machine rounds identically (unlike
 * {@link Math#log}, whose last bit may differ between machines).
 */
public final class Logarithm {

  private static final double LN2_HIGH = 0x1.62e42feep-1;
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  private static final long BITS_OF_SQRT_HALF = 0x3FE6A09E667F3BCDL;

  private Logarithm() {}

  /**
   * ln x = n ln 2 + 2 atanh(s) with x = 2ⁿ m, √½ ≤ m {@literal <} √2, s = (m − 1) / (m + 1);
   * accurate to 3 ulp.
   *
   * @param x at least 1; NaN and +∞ are returned unchanged
   */
  public static double of(double x) {
    if (!(x < Double.POSITIVE_INFINITY)) {
      return x;
    }
    // Branch-free, because the half that contains m cannot be predicted.
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) ((bits - BITS_OF_SQRT_HALF) >> 52);
    double mantissa = Double.longBitsToDouble(bits - ((long) exponent << 52));
    double s = (mantissa - 1) / (mantissa + 1);
    double square = s * s;
    // s² is below 0.0295, so the relative truncation error is below 1e-17.
    double even = square * square;
    double odd =
        1.0 / 3 + even * (1.0 / 7 + even * (1.0 / 11 + even * (1.0 / 15 + even * (1.0 / 19))));
    double rest =
        1.0 / 5 + even * (1.0 / 9 + even * (1.0 / 13 + even * (1.0 / 17 + even * (1.0 / 21))));
    double series = square * (odd + square * rest);
    return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * (s + s * series));
  }
}
