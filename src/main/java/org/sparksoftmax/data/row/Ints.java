package org.sparksoftmax.data.row;

import java.util.Arrays;

/** A growable list of ints. */
public final class Ints {
  private int[] array = new int[64];
  private int size;

  public void add(int value) {
    reserve(1);
    array[size++] = value;
  }

  /** Adds the first {@code count} of {@code values}. */
  public void add(int[] values, int count) {
    reserve(count);
    System.arraycopy(values, 0, array, size, count);
    size += count;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public void clear() {
    size = 0;
  }

  public int[] copy() {
    return Arrays.copyOf(array, size);
  }

  private void reserve(int more) {
    if (size + more > array.length) {
      array = Arrays.copyOf(array, Math.max(size + more, 2 * array.length));
    }
  }
}
