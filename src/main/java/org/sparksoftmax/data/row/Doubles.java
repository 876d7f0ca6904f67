package org.sparksoftmax.data.row;

import java.util.Arrays;

/** A growable list of doubles. */
public final class Doubles {
  private double[] array = new double[64];
  private int size;

  public void add(double value) {
    reserve(1);
    array[size++] = value;
  }

  /** Adds the first {@code count} of {@code values}. */
  public void add(double[] values, int count) {
    reserve(count);
    System.arraycopy(values, 0, array, size, count);
    size += count;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /** The internal array: the numbers, followed by unused entries; valid until the list changes. */
  public double[] array() {
    return array;
  }

  public double[] copy() {
    return Arrays.copyOf(array, size);
  }

  private void reserve(int more) {
    if (size + more > array.length) {
      array = Arrays.copyOf(array, Math.max(size + more, 2 * array.length));
    }
  }
}
