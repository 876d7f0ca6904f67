package org.sparksoftmax.math.kernel;

/**
 * The exponential function for x ≤ 0 in float32, computed with operations that every machine rounds
 * identically (unlike {@link Math#exp}, whose last bit may differ between machines).
 *
 * <p>exp(x) = 2ⁿ exp(r) with n = round(x / ln 2) and |r| ≤ ln 2 / 2; n ln 2 is subtracted in two
 * parts (Cody and Waite 1980), and exp(r) is approximated by the polynomial of degree 6 that is
 * minimax for the relative error. The error is below 2 ulp. If n is below −126, so that the result
 * would be below the smallest normal number, it is 0. No intermediate result is subnormal either:
 * processors take a hundred cycles for a subnormal number, and the padding of every row would
 * produce one.
 */
final class F32Exp {

  static final float LOG2_E = 1.442695f;

  /** High part of ln 2 with few bits, so that n·LN2_HIGH is exact. */
  static final float LN2_HIGH = 0x1.63p-1f;

  static final float LN2_LOW = -0x1.bd0106p-13f;

  /** Adding 1.5·2²³ rounds to an integer and leaves it in the low bits. */
  static final float ROUNDER = 0x1.8p23f;

  /** The bits of {@link #ROUNDER} minus the biased exponent of 2⁰. */
  static final int EXPONENT_OF_ONE = 0x4B400000 - 127;

  /** For x at or below this value, n is below −126. */
  static final float LOWEST = -88f;

  static final float C2 = 0.5f;
  static final float C3 = 0.16666576f;
  static final float C4 = 0.041666556f;
  static final float C5 = 0.008363179f;
  static final float C6 = 0.0013926184f;

  private F32Exp() {}

  /** exp(x) for x ≤ 0; NaN for NaN. */
  static float exp(float argument) {
    float x = Math.max(argument, LOWEST);
    float shifted = Math.fma(x, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_HIGH, x);
    r = Math.fma(n, -LN2_LOW, r);
    float p = Math.fma(C6, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    int exponent = Math.max(Float.floatToRawIntBits(shifted) - EXPONENT_OF_ONE, 0);
    return p * Float.intBitsToFloat(exponent << 23);
  }
}
