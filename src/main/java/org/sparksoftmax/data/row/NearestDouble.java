package org.sparksoftmax.data.row;

import java.math.BigInteger;

/**
 * Rounds w · 10^q to the nearest double, ties to even.
 *
 * <p>With w below 2⁵³ and |q| up to 22, w and 10^|q| are exact doubles, so that one multiplication
 * or division rounds correctly (Clinger, "How to read floating point numbers accurately", 1990).
 * Otherwise w is multiplied by the first 128 bits of 5^q; their product nearly always determines
 * the double (Lemire, "Number parsing at a gigabyte per second", 2021).
 */
final class NearestDouble {

  private static final long EXACT = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MAX_EXACT = POWERS.length - 1;

  /** The number of bits of a double's fraction, and those that remain of a 64-bit product. */
  private static final int FRACTION_BITS = 52;

  private static final int SPARE_BITS = 64 - FRACTION_BITS - 3;
  private static final int EXPONENT_BIAS = 1023;

  private NearestDouble() {}

  /**
   * The nearest double; NaN if it is not determined, or not a normal number.
   *
   * @param w an unsigned number
   */
  static double of(long w, int q) {
    if (q >= -MAX_EXACT && q <= MAX_EXACT && w >= 0 && w < EXACT) {
      return q < 0 ? w / POWERS[-q] : w * POWERS[q];
    }
    return w == 0 || Math.abs(q) > FivePowers.MAX ? Double.NaN : product(w, q);
  }

  private static double product(long w, int q) {
    int zeros = Long.numberOfLeadingZeros(w);
    long normal = w << zeros;
    long power = FivePowers.HIGH[q + FivePowers.MAX];
    long high = unsignedMultiplyHigh(normal, power);
    long low = normal * power;
    if ((high & ((1L << SPARE_BITS) - 1)) == (1L << SPARE_BITS) - 1) {
      long more = unsignedMultiplyHigh(normal, FivePowers.LOW[q + FivePowers.MAX]);
      low += more;
      high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
    }
    if (low == -1 || (Long.compareUnsigned(low, 1) <= 0 && mayBeTie(high, q))) {
      return Double.NaN;
    }
    int top = (int) (high >>> 63);
    long fraction = high >>> (top + SPARE_BITS);
    fraction = (fraction + (fraction & 1)) >>> 1;
    // floor(q · log2 10) + 63, the exponent of 10^q times 2^63
    int exponent = (((152170 + 65536) * q) >> 16) + 63 + top - zeros;
    if (fraction == EXACT) {
      fraction >>>= 1;
      exponent++;
    }
    return exponent + EXPONENT_BIAS <= 0 || exponent > EXPONENT_BIAS
        ? Double.NaN
        : Double.longBitsToDouble(
            ((long) (exponent + EXPONENT_BIAS) << FRACTION_BITS)
                | (fraction & ((1L << FRACTION_BITS) - 1)));
  }

  /** Whether the number may be halfway between two doubles: only with few factors of five. */
  private static boolean mayBeTie(long high, int q) {
    int top = (int) (high >>> 63);
    return q >= -4 && q <= 23 && (high << (64 - top - SPARE_BITS)) == 0;
  }

  private static long unsignedMultiplyHigh(long x, long y) {
    return Math.multiplyHigh(x, y) + ((x >> 63) & y) + ((y >> 63) & x);
  }

  /**
   * The first 128 bits of 5^q, from its highest bit that is set: rounded down, except that the
   * inverse of a power below 2^64 is rounded up.
   */
  private static final class FivePowers {

    /** The largest |q|; other numbers are rare. */
    static final int MAX = 100;

    static final long[] HIGH = new long[2 * MAX + 1];
    static final long[] LOW = new long[2 * MAX + 1];

    static {
      for (int q = -MAX; q <= MAX; q++) {
        BigInteger power = BigInteger.valueOf(5).pow(Math.abs(q));
        int bits = power.bitLength();
        BigInteger first =
            q >= 0
                ? power.shiftLeft(128).shiftRight(bits)
                : BigInteger.ONE.shiftLeft(bits + 127).divide(power);
        if (q < 0 && bits < 64) {
          first = first.add(BigInteger.ONE);
        }
        HIGH[q + MAX] = first.shiftRight(64).longValue();
        LOW[q + MAX] = first.longValue();
      }
    }
  }
}
