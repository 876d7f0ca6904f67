package org.sparksoftmax.math.block;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Upper bounds on the magnitudes of features: for each feature, the least e with |x| {@literal <}
 * 2^e for all of its values. Mutable and not thread-safe.
 */
public final class ColumnMagnitudes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final short[] exponents;

  /** Starts with no rows. */
  public ColumnMagnitudes(int features) {
    exponents = new short[features];
    Arrays.fill(exponents, (short) Double.MIN_EXPONENT);
  }

  /** The magnitudes of the features of {@code blocks}. */
  public static ColumnMagnitudes of(Iterable<ExampleBlock> blocks, int features) {
    ColumnMagnitudes magnitudes = new ColumnMagnitudes(features);
    blocks.forEach(block -> magnitudes.add(block.features()));
    return magnitudes;
  }

  /** Number of features D. */
  public int features() {
    return exponents.length;
  }

  /** The exponent e of feature {@code j}; −1022 if all its values are 0. */
  public int exponent(int j) {
    return exponents[j];
  }

  /** Updates the magnitudes with every row of {@code block}. */
  public void add(FeatureBlock block) {
    if (block instanceof CsrBlock sparse) {
      add(sparse);
    } else {
      addDense(block);
    }
  }

  private void add(CsrBlock block) {
    int[] columns = block.columns();
    double[] chunk = new double[Math.min(columns.length, Values.CHUNK)];
    for (int from = 0; from < columns.length; from += Values.CHUNK) {
      int count = Math.min(columns.length - from, Values.CHUNK);
      block.values().widenInto(from, count, chunk, 0);
      for (int i = 0; i < count; i++) {
        raise(columns[from + i], Math.getExponent(chunk[i]) + 1);
      }
    }
  }

  private void addDense(FeatureBlock block) {
    double[] row = new double[exponents.length];
    double[] largest = new double[exponents.length];
    for (int i = 0; i < block.rows(); i++) {
      block.rowInto(i, row);
      for (int j = 0; j < largest.length; j++) {
        largest[j] = Math.max(largest[j], Math.abs(row[j]));
      }
    }
    for (int j = 0; j < largest.length; j++) {
      raise(j, Math.getExponent(largest[j]) + 1);
    }
  }

  /** Includes the rows of {@code other} and returns this. */
  public ColumnMagnitudes merge(ColumnMagnitudes other) {
    for (int j = 0; j < exponents.length; j++) {
      raise(j, other.exponents[j]);
    }
    return this;
  }

  private void raise(int j, int exponent) {
    if (exponent > exponents[j]) {
      exponents[j] = (short) exponent;
    }
  }
}
