package org.sparksoftmax.math.block;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.sparksoftmax.math.linalg.Hashing;

/** An immutable sequence of feature values in one of the storage types. */
public abstract sealed class Values implements Serializable permits U8Values, F32Values, F64Values {
  private static final long serialVersionUID = 1L;

  /** The number of values that are widened at once. */
  static final int CHUNK = 1024;

  /** Number of values. */
  public abstract int length();

  /** The value at {@code index}. */
  public abstract double get(int index);

  /** Copies {@code count} values, starting at {@code from}, to {@code out} at {@code toOffset}. */
  public abstract void widenInto(int from, int count, double[] out, int toOffset);

  /** Like {@link #widenInto(int, int, double[], int)}, in float32, rounding if necessary. */
  public abstract void widenInto(int from, int count, float[] out, int toOffset);

  /** Concatenates runs of values: run r has counts[r] values, starting at froms[r]. */
  public abstract Values select(int[] froms, int[] counts);

  /** Bytes per value. */
  public abstract int bytesPerValue();

  /** A 64-bit hash of the values, independent of the storage type. */
  public final long contentHash() {
    int length = length();
    double[] chunk = new double[Math.min(length, CHUNK)];
    long hash = length;
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(length - from, CHUNK);
      widenInto(from, count, chunk, 0);
      for (int i = 0; i < count; i++) {
        // -0.0 and 0.0 are the same feature value.
        hash = Hashing.mix(hash, Double.doubleToRawLongBits(chunk[i] + 0.0));
      }
    }
    return hash;
  }

  /** Copies the runs described in {@link #select} to a new array of the same type. */
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
