package org.sparksoftmax.math.linalg;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * The sum of any float64 numbers without rounding, so that neither their order nor the way in which
 * partial sums merge shows in it. For numbers that come once a block: an addition takes some
 * hundred nanoseconds. Mutable; one owner at a time.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every finite float64 is a whole multiple of 2^−1074. */
  private static final int UNIT = 1074;

  private static final int MANTISSA_BITS = 52;

  /** Most bits of a whole number whose nearest float64 is surely finite. */
  private static final int SAFE_BITS = 1000;

  /** The sum in units of 2^−1074; null while it is 0, which costs nothing to send. */
  private BigInteger units;

  /** The sum of what is not finite; 0 if all was. */
  private double notFinite;

  /** Adds {@code value}. */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      notFinite += value;
    } else if (value != 0) {
      addUnits(units(value));
    }
  }

  /** Adds what {@code other} has summed. */
  public void add(ExactSum other) {
    notFinite += other.notFinite;
    if (other.units != null) {
      addUnits(other.units);
    }
  }

  /** The float64 nearest to the sum; NaN or infinite if a summand was. */
  public double value() {
    if (notFinite != 0) { // NaN too
      return notFinite;
    }
    if (units == null) {
      return 0;
    }
    int shift = Math.max(0, units.bitLength() - SAFE_BITS);
    return Math.scalb(sticky(shift).doubleValue(), shift - UNIT);
  }

  /** The units over 2^shift, with the last bit set if any bit was lost. */
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
