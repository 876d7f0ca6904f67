package org.sparksoftmax.math.block;

/** IEEE float32 values. */
public final class F32Values extends Values {
  private static final long serialVersionUID = 1L;

  private final float[] array;

  /** Wraps {@code array}, which must not be modified afterwards. */
  public F32Values(float[] array) {
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
    for (int i = 0; i < count; i++) {
      out[toOffset + i] = array[from + i];
    }
  }

  @Override
  public void widenInto(int from, int count, float[] out, int toOffset) {
    System.arraycopy(array, from, out, toOffset, count);
  }

  /** The underlying array; must not be modified. */
  float[] array() {
    return array;
  }

  @Override
  public Values select(int[] froms, int[] counts) {
    return new F32Values(runs(array, froms, counts, float[]::new));
  }

  @Override
  public int bytesPerValue() {
    return Float.BYTES;
  }
}
