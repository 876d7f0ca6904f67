package org.sparksoftmax.data.inspect;

import org.sparksoftmax.data.inspect.ColumnProfile.Range;

/** The smallest, mean and largest of the numbers added. */
final class Spread {
  private long count;
  private double mean;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void add(double value) {
    count++;
    mean += (value - mean) / count;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  void addAll(Spread other) {
    if (other.count > 0) {
      count = other.count;
      mean = other.mean;
      min = other.min;
      max = other.max;
    }
  }

  Range range() {
    return count == 0 ? Range.NONE : new Range(min, mean, max);
  }
}
