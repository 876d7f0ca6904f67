package org.sparksoftmax.data;

import java.util.Arrays;

/** A list of numbers that grows. */
final class Doubles {
  private double[] array = new double[64];
  private int size;

  void add(double value) {
    reserve(1);
    array[size++] = value;
  }

  /** Adds the first {@code count} of {@code values}. */
  void add(double[] values, int count) {
    reserve(count);
    System.arraycopy(values, 0, array, size, count);
    size += count;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** The numbers and room behind them; valid until the next call. */
  double[] array() {
    return array;
  }

  double[] copy() {
    return Arrays.copyOf(array, size);
  }

  private void reserve(int more) {
    if (size + more > array.length) {
      array = Arrays.copyOf(array, Math.max(size + more, 2 * array.length));
    }
  }
}
