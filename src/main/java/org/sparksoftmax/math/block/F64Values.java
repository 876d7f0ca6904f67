package org.sparksoftmax.math.block;

/** IEEE float64 values. */
public final class F64Values extends Values {
  private static final long serialVersionUID = 1L;

  private final double[] array;

  /** Wraps {@code array}, which must not be modified afterwards. */
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

  /** The underlying array; must not be modified. */
  double[] array() {
    return array;
  }

  @Override
  public Values select(int[] froms, int[] counts) {
    return new F64Values(runs(array, froms, counts, double[]::new));
  }

  @Override
  public int bytesPerValue() {
    return Double.BYTES;
  }
}
