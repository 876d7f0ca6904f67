package org.sparksoftmax.math.block;

import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.linalg.Hashing;

/** A dense block in row-major order. */
public final class DenseBlock implements FeatureBlock {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int features;
  private final Values values;

  /**
   * @param values x[i][j] at i·D + j
   * @throws IllegalArgumentException unless there are exactly rows·features values
   */
  public DenseBlock(int rows, int features, Values values) {
    if ((long) rows * features != values.length()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid dense block: %dx%d with %d values",
              rows,
              features,
              values.length()));
    }
    this.rows = rows;
    this.features = features;
    this.values = values;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public long storedValues() {
    return values.length();
  }

  @Override
  public Values values() {
    return values;
  }

  @Override
  public void rowInto(int i, double[] out) {
    values.widenInto(i * features, features, out, 0);
  }

  @Override
  public void forEachValue(int i, ValueConsumer consumer) {
    for (int j = 0; j < features; j++) {
      consumer.accept(j, values.get(i * features + j));
    }
  }

  @Override
  public FeatureBlock withValues(Values values) {
    return new DenseBlock(rows, features, values);
  }

  /**
   * The rows {@code from} (inclusive) to {@code to} (exclusive) in float32, each padded with zeros
   * to a multiple of {@link F32Kernels#LANES}. Returns a view of the stored array if possible,
   * otherwise a copy in {@code scratch}.
   *
   * @param scratch buffer for the copy; its padding must be 0
   */
  public F32Matrix rowsInto(int from, int to, float[] scratch) {
    int padded = F32Kernels.padded(features);
    if (padded == features && values instanceof F32Values single) {
      return new F32Matrix(single.array(), from * features, features, to - from, features);
    }
    if (padded == features) {
      values.widenInto(from * features, (to - from) * features, scratch, 0);
    } else {
      for (int i = from; i < to; i++) {
        values.widenInto(i * features, features, scratch, (i - from) * padded);
      }
    }
    return new F32Matrix(scratch, 0, padded, to - from, padded);
  }

  /** Like {@link #rowsInto(int, int, float[])}, in float64. */
  public F64Matrix rowsInto(int from, int to, double[] scratch) {
    int padded = F64Kernels.padded(features);
    if (padded == features && values instanceof F64Values stored) {
      return new F64Matrix(stored.array(), from * features, features, to - from, features);
    }
    for (int i = from; i < to; i++) {
      values.widenInto(i * features, features, scratch, (i - from) * padded);
    }
    return new F64Matrix(scratch, 0, padded, to - from, padded);
  }

  @Override
  public WeightOrder weightOrder() {
    return WeightOrder.CLASS_MAJOR;
  }

  @Override
  public FeatureBlock select(int[] rows) {
    int[] froms = Arrays.stream(rows).map(i -> i * features).toArray();
    int[] counts = new int[rows.length];
    Arrays.fill(counts, features);
    return new DenseBlock(rows.length, features, values.select(froms, counts));
  }

  @Override
  public FeatureBlock minus(double[] centres) {
    double[] moved = new double[values.length()];
    values.widenInto(0, moved.length, moved, 0);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < features; j++) {
        moved[i * features + j] -= centres[j];
      }
    }
    return withValues(new F64Values(moved));
  }

  @Override
  public long bytes() {
    return (long) values.length() * values.bytesPerValue();
  }

  @Override
  public long contentHash() {
    return Hashing.mix(Hashing.mix(rows, features), values.contentHash());
  }
}
