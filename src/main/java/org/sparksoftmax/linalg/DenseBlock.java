package org.sparksoftmax.linalg;

/** Rows of which every feature is stored, row-major. */
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
  public WeightOrder weightOrder() {
    return WeightOrder.CLASS_MAJOR;
  }

  @Override
  public void addLogits(int from, int to, double[] weights, int classes, double[] logits) {
    double[] x = new double[features];
    for (int i = from; i < to; i++) {
      values.widenInto(i * features, features, x);
      int z = (i - from) * classes;
      for (int k = 0; k < classes; k++) {
        logits[z + k] += dot(x, weights, k * features);
      }
    }
  }

  @Override
  public void addGradient(int from, int to, double[] residual, int classes, double[] gradient) {
    double[] x = new double[features];
    for (int i = from; i < to; i++) {
      values.widenInto(i * features, features, x);
      int r = (i - from) * classes;
      for (int k = 0; k < classes; k++) {
        addScaled(residual[r + k], x, gradient, k * features);
      }
    }
  }

  @Override
  public FeatureBlock head(int rows) {
    return new DenseBlock(rows, features, values.head(rows * features));
  }

  @Override
  public long bytes() {
    return (long) values.length() * values.bytesPerValue();
  }

  @Override
  public long contentHash() {
    return Hashing.mix(Hashing.mix(rows, features), values.contentHash());
  }

  /** Four independent sums: a single one would wait for each addition. */
  private static double dot(double[] x, double[] weights, int offset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int n = x.length;
    int j = 0;
    for (; j < n - 3; j += 4) {
      s0 += x[j] * weights[offset + j];
      s1 += x[j + 1] * weights[offset + j + 1];
      s2 += x[j + 2] * weights[offset + j + 2];
      s3 += x[j + 3] * weights[offset + j + 3];
    }
    for (; j < n; j++) {
      s0 += x[j] * weights[offset + j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static void addScaled(double factor, double[] x, double[] gradient, int offset) {
    for (int j = 0; j < x.length; j++) {
      gradient[offset + j] += factor * x[j];
    }
  }
}
