package org.sparksoftmax.math.linalg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Parallel loops over long vectors on the driver. The vectors are split into fixed parts and the
 * sums of the parts are added in order, so results do not depend on the number of cores.
 */
public final class Parts {

  /** Several parts of this size fit a second-level cache; smaller ones are not worth a task. */
  private static final int SIZE = 1 << 14;

  private Parts() {}

  /** Processes the entries of a part. */
  public interface Part {

    void run(int from, int to);
  }

  /** Reduces the entries of a part to a number. */
  public interface Sum {

    double of(int from, int to);
  }

  /** Runs {@code part} on every part of {@code length} entries. */
  public static void forEach(int length, Part part) {
    if (length <= SIZE) {
      part.run(0, length);
    } else {
      IntStream.range(0, count(length))
          .parallel()
          .forEach(i -> part.run(i * SIZE, Math.min(length, (i + 1) * SIZE)));
    }
  }

  /** The total of {@code sum} over all parts of {@code length} entries. */
  public static double sum(int length, Sum sum) {
    double total = 0;
    for (double ofPart : each(length, sum)) {
      total += ofPart;
    }
    return total;
  }

  /** The largest {@code value} of all parts of {@code length} entries. */
  public static double max(int length, Sum value) {
    return Arrays.stream(each(length, value)).max().orElse(0);
  }

  private static double[] each(int length, Sum value) {
    double[] values = new double[count(length)];
    forEach(length, (from, to) -> values[number(from)] = value.of(from, to));
    return values;
  }

  /** The number of the part that starts at {@code from}. */
  public static int number(int from) {
    return from / SIZE;
  }

  /** The number of parts of {@code length} entries; at least 1. */
  public static int count(int length) {
    return Math.max(1, (length + SIZE - 1) / SIZE);
  }
}
