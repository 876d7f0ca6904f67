package org.sparksoftmax.math.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FixedPoint} using the Vector API. Java 17 has no vector conversion from double to long, so
 * a number is split into t = h·2³² + l and each part is rounded by adding 1.5·2⁵², which leaves the
 * integer in the low bits of the double.
 */
final class FixedPointVectorKernels {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);
  private static final int LOW_BITS = 32;

  /** Minimum count for vectors: below it, the overhead of a call exceeds the savings. */
  private static final int WORTH = 256;

  private FixedPointVectorKernels() {}

  static double add(float[] values, int from, double[] scales, long[] sums, int to, int count) {
    if (count < WORTH) {
      return FixedPoint.add(values, from, scales, sums, to, count);
    }
    LongVector worst = LongVector.zero(LONGS);
    int i = 0;
    for (; i + DOUBLES.length() <= count; i += DOUBLES.length()) {
      DoubleVector scaled =
          widened(values, from + i).mul(DoubleVector.fromArray(DOUBLES, scales, i));
      worst = worst.max(magnitude(scaled));
      addRounded(scaled, sums, to + i);
    }
    double largest = Double.longBitsToDouble(worst.reduceLanes(VectorOperators.MAX));
    for (; i < count; i++) {
      largest = Math.max(largest, FixedPoint.add(values, from + i, scales[i], sums, to + i, 1));
    }
    return largest;
  }

  static double addRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    int length = DOUBLES.length();
    if (width < length) {
      return FixedPoint.addRows(values, from, scales, rows, count, width, sums);
    }
    LongVector worst = LongVector.zero(LONGS);
    double largest = 0;
    int whole = width - width % length;
    VectorMask<Double> behind = DOUBLES.indexInRange(0, width - whole).not();
    for (int p = 0; p < count; p++) {
      int row = from + p * width;
      int to = rows[p] * width;
      for (int i = 0; i < whole; i += length) {
        DoubleVector scaled = widened(values, row + i).mul(scales[p]);
        worst = worst.max(magnitude(scaled));
        addRounded(scaled, sums, to + i);
      }
      if (whole == width) {
        continue;
      }
      if (p + 1 < count && row + whole + length <= values.length) {
        // Lanes past the last entry add 0 to the next row. After the last row, that would overwrite
        // what another thread, which has locked the next row, adds to it meanwhile.
        DoubleVector scaled = widened(values, row + whole).mul(scales[p]).blend(0.0, behind);
        worst = worst.max(magnitude(scaled));
        addRounded(scaled, sums, to + whole);
      } else {
        int left = width - whole;
        largest =
            Math.max(
                largest, FixedPoint.add(values, row + whole, scales[p], sums, to + whole, left));
      }
    }
    return Math.max(largest, Double.longBitsToDouble(worst.reduceLanes(VectorOperators.MAX)));
  }

  /** Like the overload for float32 values. */
  static double addRows(
      double[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    int length = DOUBLES.length();
    if (width < length) {
      return FixedPoint.addRows(values, from, scales, rows, count, width, sums);
    }
    LongVector worst = LongVector.zero(LONGS);
    int whole = width - width % length;
    int left = width - whole;
    // The last vector of a row ends with the row; entries that the one before has added are 0 in
    // it.
    VectorMask<Double> added = DOUBLES.indexInRange(0, length - left);
    for (int p = 0; p < count; p++) {
      int row = from + p * width;
      int to = rows[p] * width;
      for (int i = 0; i < whole; i += length) {
        DoubleVector scaled = DoubleVector.fromArray(DOUBLES, values, row + i).mul(scales[p]);
        worst = worst.max(magnitude(scaled));
        addRounded(scaled, sums, to + i);
      }
      if (left > 0) {
        int last = width - length;
        DoubleVector scaled =
            DoubleVector.fromArray(DOUBLES, values, row + last).mul(scales[p]).blend(0.0, added);
        worst = worst.max(magnitude(scaled));
        addRounded(scaled, sums, to + last);
      }
    }
    return Double.longBitsToDouble(worst.reduceLanes(VectorOperators.MAX));
  }

  private static DoubleVector widened(float[] values, int from) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, values, from).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  /** The bits of |x|, whose integer order is that of the magnitudes, NaN last. */
  private static LongVector magnitude(DoubleVector x) {
    return x.reinterpretAsLongs().and(Long.MAX_VALUE);
  }

  private static void addRounded(DoubleVector x, long[] sums, int to) {
    DoubleVector high = x.mul(0x1p-32).add(ROUNDER);
    DoubleVector low = x.sub(high.sub(ROUNDER).mul(0x1p32)).add(ROUNDER);
    LongVector rounded =
        high.reinterpretAsLongs()
            .sub(ROUNDER_BITS)
            .lanewise(VectorOperators.LSHL, LOW_BITS)
            .add(low.reinterpretAsLongs().sub(ROUNDER_BITS));
    LongVector.fromArray(LONGS, sums, to).add(rounded).intoArray(sums, to);
  }
}
