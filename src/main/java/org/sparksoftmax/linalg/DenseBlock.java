package org.sparksoftmax.linalg;

import java.util.Arrays;

/** Rows of which every feature is stored, row-major. */
public final class DenseBlock implements FeatureBlock {
  private static final long serialVersionUID = 1L;

  /** Rows that share each load of a weight and each store of a gradient entry. */
  private static final int TILE_ROWS = 4;

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
          "Invalid dense block: %dx%d with %d values".formatted(rows, features, values.length()));
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
    values.widenInto(i * features, features, out);
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
   * The rows from {@code from} to before {@code to} in float32, each padded with zeros to a
   * multiple of {@link F32Kernels#LANES}: a view of the stored array where that is possible, else a
   * copy.
   *
   * @param scratch room for the copy; what stands between the rows' ends and the padding's must be
   *     0
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

  @Override
  public WeightOrder weightOrder() {
    return WeightOrder.CLASS_MAJOR;
  }

  @Override
  public void addLogits(int from, int to, double[] weights, int classes, double[] logits) {
    double[][] x = new double[TILE_ROWS][features];
    double[] dots = new double[TILE_ROWS];
    for (int tile = from; tile < to; tile += TILE_ROWS) {
      int rowsInTile = widenTile(tile, to, x);
      for (int k = 0; k < classes; k++) {
        dotsInto(x[0], x[1], x[2], x[3], weights, k * features, dots);
        for (int r = 0; r < rowsInTile; r++) {
          logits[(tile - from + r) * classes + k] += dots[r];
        }
      }
    }
  }

  @Override
  public void addGradient(int from, int to, double[] residual, int classes, double[] gradient) {
    double[][] x = new double[TILE_ROWS][features];
    double[] factors = new double[TILE_ROWS];
    for (int tile = from; tile < to; tile += TILE_ROWS) {
      int rowsInTile = widenTile(tile, to, x);
      for (int k = 0; k < classes; k++) {
        for (int r = 0; r < rowsInTile; r++) {
          factors[r] = residual[(tile - from + r) * classes + k];
        }
        addScaled(x[0], x[1], x[2], x[3], factors, gradient, k * features);
      }
      Arrays.fill(factors, 0.0);
    }
  }

  @Override
  public FeatureBlock select(int[] rows) {
    int[] froms = Arrays.stream(rows).map(i -> i * features).toArray();
    int[] counts = new int[rows.length];
    Arrays.fill(counts, features);
    return new DenseBlock(rows.length, features, values.select(froms, counts));
  }

  @Override
  public long bytes() {
    return (long) values.length() * values.bytesPerValue();
  }

  @Override
  public long contentHash() {
    return Hashing.mix(Hashing.mix(rows, features), values.contentHash());
  }

  /** Widens up to four rows and clears what is left of the tile; returns how many rows it holds. */
  private int widenTile(int row, int to, double[][] x) {
    int rowsInTile = Math.min(TILE_ROWS, to - row);
    for (int r = 0; r < TILE_ROWS; r++) {
      if (r < rowsInTile) {
        values.widenInto((row + r) * features, features, x[r]);
      } else {
        Arrays.fill(x[r], 0.0);
      }
    }
    return rowsInTile;
  }

  /**
   * Four dot products with the same weights: four independent sums, so that none waits for another.
   */
  private static void dotsInto(
      double[] x0,
      double[] x1,
      double[] x2,
      double[] x3,
      double[] weights,
      int offset,
      double[] dots) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int j = 0; j < x0.length; j++) {
      double w = weights[offset + j];
      s0 += x0[j] * w;
      s1 += x1[j] * w;
      s2 += x2[j] * w;
      s3 += x3[j] * w;
    }
    dots[0] = s0;
    dots[1] = s1;
    dots[2] = s2;
    dots[3] = s3;
  }

  /** Four scaled rows in one pass over the gradient. */
  private static void addScaled(
      double[] x0,
      double[] x1,
      double[] x2,
      double[] x3,
      double[] factors,
      double[] gradient,
      int offset) {
    double f0 = factors[0];
    double f1 = factors[1];
    double f2 = factors[2];
    double f3 = factors[3];
    for (int j = 0; j < x0.length; j++) {
      gradient[offset + j] += (f0 * x0[j] + f1 * x1[j]) + (f2 * x2[j] + f3 * x3[j]);
    }
  }
}
