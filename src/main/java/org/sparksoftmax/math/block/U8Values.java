package org.sparksoftmax.math.block;

import java.util.Arrays;
import org.sparksoftmax.math.kernel.Kernels;

/** Integers 0..255, a byte each. */
public final class U8Values implements Values {
  private static final long serialVersionUID = 1L;

  private final byte[] array;

  /** Wraps {@code array}, which must not be modified any more. */
  public U8Values(byte[] array) {
    this.array = array;
  }

  @Override
  public int length() {
    return array.length;
  }

  @Override
  public double get(int index) {
    return array[index] & 0xFF;
  }

  @Override
  public void widenInto(int from, int count, double[] out, int toOffset) {
    for (int i = 0; i < count; i++) {
      out[toOffset + i] = array[from + i] & 0xFF;
    }
  }

  @Override
  public void widenInto(int from, int count, float[] out, int toOffset) {
    Kernels.f32().widen(array, from, out, toOffset, count);
  }

  @Override
  public Values select(int[] froms, int[] counts) {
    byte[] selected = new byte[Arrays.stream(counts).sum()];
    int to = 0;
    for (int r = 0; r < froms.length; r++) {
      System.arraycopy(array, froms[r], selected, to, counts[r]);
      to += counts[r];
    }
    return new U8Values(selected);
  }

  @Override
  public int bytesPerValue() {
    return Byte.BYTES;
  }
}
