package org.sparksoftmax.math.block;

import java.io.Serializable;
import org.sparksoftmax.math.linalg.Hashing;

/** An immutable run of feature values in one of the storage types. */
public sealed interface Values extends Serializable permits U8Values, F32Values, F64Values {

  /** Number of values. */
  int length();

  /** The value at {@code index}. */
  double get(int index);

  /** Copies {@code count} values from {@code from} on to {@code toOffset} in {@code out}. */
  void widenInto(int from, int count, double[] out, int toOffset);

  /** As {@link #widenInto(int, int, double[], int)}, in float32, rounded if need be. */
  void widenInto(int from, int count, float[] out, int toOffset);

  /** The values of some runs, one after the other: run r has counts[r] values, from froms[r] on. */
  Values select(int[] froms, int[] counts);

  /** Bytes that one value takes. */
  int bytesPerValue();

  /** A 64-bit hash of the values, the same whatever type holds them. */
  default long contentHash() {
    long hash = length();
    for (int i = 0; i < length(); i++) {
      // -0.0 and 0.0 are the same feature value.
      hash = Hashing.mix(hash, Double.doubleToRawLongBits(get(i) + 0.0));
    }
    return hash;
  }
}
