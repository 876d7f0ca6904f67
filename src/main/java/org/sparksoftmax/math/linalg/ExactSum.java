package org.sparksoftmax.math.linalg;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * An exact sum of float64 numbers, independent of their order and of how partial sums are merged.
 * An addition takes some hundred nanoseconds, so this class is meant for numbers that are added
 * once per block. Mutable and not thread-safe.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every finite float64 is an integer multiple of 2^−1074. */
  private static final int UNIT = 1074;

  private static final int MANTISSA_BITS = 52;

  /** Integers of at most this many bits round to a finite float64. */
  private static final int SAFE_BITS = 1000;

  /** The sum in units of 2^−1074; null, which is cheap to serialise, while the sum is 0. */
  private BigInteger units;

  /** The sum of the non-finite summands; 0 if there are none. */
  private double notFinite;

  /** Adds {@code value}. */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      notFinite += value;
    } else if (value != 0) {
      addUnits(units(value));
    }
  }

  /** Adds the sum of {@code other}. */
  public void add(ExactSum other) {
    notFinite += other.notFinite;
    if (other.units != null) {
      addUnits(other.units);
    }
  }

  /** The float64 nearest to the sum; NaN or infinite if a summand was. */
  public double value() {
    if (notFinite != 0) { // also true for NaN
      return notFinite;
    }
    if (units == null) {
      return 0;
    }
    int shift = Math.max(0, units.bitLength() - SAFE_BITS);
    return Math.scalb(sticky(shift).doubleValue(), shift - UNIT);
  }

  /** The units divided by 2^shift, with the last bit set if any bit was lost. */
  private BigInteger sticky(int shift) {
    BigInteger shifted = units.shiftRight(shift);
    return shift > 0 && units.getLowestSetBit() < shift ? shifted.setBit(0) : shifted;
  }

  private void addUnits(BigInteger more) {
    units = units == null ? more : units.add(more);
  }

  private static BigInteger units(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    long whole = exponent == 0 ? mantissa : mantissa | 1L << MANTISSA_BITS;
    BigInteger unsigned = BigInteger.valueOf(whole).shiftLeft(Math.max(0, exponent - 1));
    return bits < 0 ? unsigned.negate() : unsigned;
  }
}
