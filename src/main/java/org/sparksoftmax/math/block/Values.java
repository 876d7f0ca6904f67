package org.sparksoftmax.math.block;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.sparksoftmax.math.linalg.Hashing;

/** An immutable run of feature values in one of the storage types. */
public abstract sealed class Values implements Serializable permits U8Values, F32Values, F64Values {
  private static final long serialVersionUID = 1L;

  /** Number of values. */
  public abstract int length();

  /** The value at {@code index}. */
  public abstract double get(int index);

  /** Copies {@code count} values from {@code from} on to {@code toOffset} in {@code out}. */
  public abstract void widenInto(int from, int count, double[] out, int toOffset);

  /** As {@link #widenInto(int, int, double[], int)}, in float32, rounded if need be. */
  public abstract void widenInto(int from, int count, float[] out, int toOffset);

  /** The values of some runs, one after the other: run r has counts[r] values, from froms[r] on. */
  public abstract Values select(int[] froms, int[] counts);

  /** Bytes that one value takes. */
  public abstract int bytesPerValue();

  /** A 64-bit hash of the values, the same whatever type holds them. */
  public final long contentHash() {
    long hash = length();
    for (int i = 0; i < length(); i++) {
      // -0.0 and 0.0 are the same feature value.
      hash = Hashing.mix(hash, Double.doubleToRawLongBits(get(i) + 0.0));
    }
    return hash;
  }

  /** Copies the runs that {@link #select} describes from one array to a new one of its type. */
  static <A> A runs(A array, int[] froms, int[] counts, IntFunction<A> newArray) {
    A selected = newArray.apply(Arrays.stream(counts).sum());
    int to = 0;
    for (int r = 0; r < froms.length; r++) {
      System.arraycopy(array, froms[r], selected, to, counts[r]);
      to += counts[r];
    }
    return selected;
  }
}
