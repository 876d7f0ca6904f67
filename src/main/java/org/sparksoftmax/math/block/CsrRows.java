package org.sparksoftmax.math.block;

import java.util.function.Function;
import org.sparksoftmax.math.kernel.SparseRow;

/**
 * Views of the rows of sparse blocks, with values in the precision of a kernel. One instance is
 * reused for successive blocks, and with it the memory for values that are stored in another type.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class CsrRows<A> {

  private final Function<Values, A> precision;
  private final SparseRow<A> row = new SparseRow<>();
  private CsrBlock block;
  private A values;

  private CsrRows(Function<Values, A> precision) {
    this.precision = precision;
  }

  /** Rows in float32; float64 values are rounded. */
  public static CsrRows<float[]> singles() {
    return new CsrRows<>(
        new Function<>() {
          private float[] buffer = {};

          @Override
          public float[] apply(Values values) {
            if (values instanceof F32Values stored) {
              return stored.array();
            }
            if (buffer.length < values.length()) {
              buffer = new float[values.length()];
            }
            values.widenInto(0, values.length(), buffer, 0);
            return buffer;
          }
        });
  }

  /** Rows in float64. */
  public static CsrRows<double[]> doubles() {
    return new CsrRows<>(
        new Function<>() {
          private double[] buffer = {};

          @Override
          public double[] apply(Values values) {
            if (values instanceof F64Values stored) {
              return stored.array();
            }
            if (buffer.length < values.length()) {
              buffer = new double[values.length()];
            }
            values.widenInto(0, values.length(), buffer, 0);
            return buffer;
          }
        });
  }

  /** Moves to the rows of {@code x}. */
  public CsrRows<A> of(CsrBlock x) {
    if (x != block) {
      values = precision.apply(x.values());
      block = x;
    }
    return this;
  }

  /** Row {@code i}; its entries refer to rows of weights by feature. Valid until the next call. */
  public SparseRow<A> row(int i) {
    return row.at(block.columns(), values, block.rowPointer(i), block.rowPointer(i + 1));
  }

  /**
   * Row {@code i}; its entries refer to rows of sums by the {@linkplain
   * OccurringFeatures#entryPlaces places} of their features. Valid until the next call.
   */
  public SparseRow<A> row(int i, OccurringFeatures occurring) {
    return row.at(occurring.entryPlaces(), values, block.rowPointer(i), block.rowPointer(i + 1));
  }
}
