package org.sparksoftmax.math.block;

import org.sparksoftmax.math.kernel.Kernels;

/** Integers in 0..255, one byte each. */
public final class U8Values extends Values {
  private static final long serialVersionUID = 1L;

  private final byte[] array;

  /** Wraps {@code array}, which must not be modified afterwards. */
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
    return new U8Values(runs(array, froms, counts, byte[]::new));
  }

  @Override
  public int bytesPerValue() {
    return Byte.BYTES;
  }
}
