package org.sparksoftmax.math.block;

import java.util.Arrays;

/** IEEE float64 values. */
public final class F64Values implements Values {
  private static final long serialVersionUID = 1L;

  private final double[] array;

  /** Wraps {@code array}, which must not be modified any more. */
  public F64Values(double[] array) {
    this.array = array;
  }

  @Override
  public int length() {
    return array.length;
  }

  @Override
  public double get(int index) {
    return array[index];
  }

  @Override
  public void widenInto(int from, int count, double[] out, int toOffset) {
    System.arraycopy(array, from, out, toOffset, count);
  }

  @Override
  public void widenInto(int from, int count, float[] out, int toOffset) {
    for (int i = 0; i < count; i++) {
      out[toOffset + i] = (float) array[from + i];
    }
  }

  /** The array itself; not to be modified. */
  double[] array() {
    return array;
  }

  @Override
  public Values select(int[] froms, int[] counts) {
    double[] selected = new double[Arrays.stream(counts).sum()];
    int to = 0;
    for (int r = 0; r < froms.length; r++) {
      System.arraycopy(array, froms[r], selected, to, counts[r]);
      to += counts[r];
    }
    return new F64Values(selected);
  }

  @Override
  public int bytesPerValue() {
    return Double.BYTES;
  }
}
