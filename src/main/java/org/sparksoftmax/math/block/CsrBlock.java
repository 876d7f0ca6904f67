package org.sparksoftmax.math.block;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sparksoftmax.math.linalg.Hashing;

/** A sparse block in compressed sparse row (CSR) format. */
public final class CsrBlock implements FeatureBlock {
  private static final long serialVersionUID = 1L;

  private final int features;
  private final int[] rowPointers;
  private final int[] columns;
  private final Values values;

  /**
   * @param rowPointers N+1 positions; row i has the entries from rowPointers[i] (inclusive) to
   *     rowPointers[i+1] (exclusive)
   * @param columns 0-based, strictly increasing within a row, below {@code features}
   * @param values the value at each column
   * @throws IllegalArgumentException if the lengths of the arrays are inconsistent
   */
  public CsrBlock(int features, int[] rowPointers, int[] columns, Values values) {
    int nonZeros = rowPointers[rowPointers.length - 1];
    if (columns.length != nonZeros || values.length() != nonZeros) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid sparse block: %d columns and %d values where the rows end at %d",
              columns.length,
              values.length(),
              nonZeros));
    }
    this.features = features;
    this.rowPointers = rowPointers;
    this.columns = columns;
    this.values = values;
  }

  @Override
  public int rows() {
    return rowPointers.length - 1;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public long storedValues() {
    return columns.length;
  }

  @Override
  public Values values() {
    return values;
  }

  /** The same non-zeros among {@code features} features, with {@code values} as stored values. */
  public CsrBlock withFeatures(int features, Values values) {
    return new CsrBlock(features, rowPointers, columns, values);
  }

  @Override
  public void rowInto(int i, double[] out) {
    Arrays.fill(out, 0, features, 0.0);
    for (int entry = rowPointers[i]; entry < rowPointers[i + 1]; entry++) {
      out[columns[entry]] = values.get(entry);
    }
  }

  @Override
  public void forEachValue(int i, ValueConsumer consumer) {
    for (int entry = rowPointers[i]; entry < rowPointers[i + 1]; entry++) {
      consumer.accept(columns[entry], values.get(entry));
    }
  }

  @Override
  public FeatureBlock withValues(Values values) {
    return withFeatures(features, values);
  }

  /** Position of the first entry of row {@code i}; for i = N, the number of entries. */
  public int rowPointer(int i) {
    return rowPointers[i];
  }

  /** The column of every entry, in row order; must not be modified. */
  public int[] columns() {
    return columns;
  }

  /** The value of every entry in float32, in row order; must not be modified. */
  public float[] singles() {
    if (values instanceof F32Values single) {
      return single.array();
    }
    float[] copy = new float[columns.length];
    values.widenInto(0, copy.length, copy, 0);
    return copy;
  }

  @Override
  public WeightOrder weightOrder() {
    return WeightOrder.FEATURE_MAJOR;
  }

  /**
   * Computes Z += X Wᵀ in float64 for the rows {@code from} (inclusive) to {@code to} (exclusive):
   * z[i−from][k] += Σⱼ x[i][j] w[j][k].
   *
   * @param weights W (D×K, feature-major), at the start of the array; not modified
   * @param classes K
   * @param logits Z ((to−from)×K, row-major); updated
   */
  public void addLogits(int from, int to, double[] weights, int classes, double[] logits) {
    for (int i = from; i < to; i++) {
      int z = (i - from) * classes;
      for (int entry = rowPointers[i]; entry < rowPointers[i + 1]; entry++) {
        addScaled(values.get(entry), weights, columns[entry] * classes, logits, z, classes);
      }
    }
  }

  /**
   * Computes G += Rᵀ X in float64 for the rows {@code from} (inclusive) to {@code to} (exclusive):
   * for entry e of row i, g[places[e]][k] += r[i−from][k] x[e].
   *
   * @param residual R ((to−from)×K, row-major); not modified
   * @param classes K
   * @param places for each entry of the block, the row of G with the K sums of its feature; not
   *     modified
   * @param gradient G, rows of K sums; updated
   */
  public void addGradient(
      int from, int to, double[] residual, int classes, int[] places, double[] gradient) {
    for (int i = from; i < to; i++) {
      int r = (i - from) * classes;
      for (int entry = rowPointers[i]; entry < rowPointers[i + 1]; entry++) {
        addScaled(values.get(entry), residual, r, gradient, places[entry] * classes, classes);
      }
    }
  }

  @Override
  public FeatureBlock select(int[] rows) {
    int[] froms = Arrays.stream(rows).map(i -> rowPointers[i]).toArray();
    int[] counts = Arrays.stream(rows).map(i -> rowPointers[i + 1] - rowPointers[i]).toArray();
    int[] pointers = new int[rows.length + 1];
    for (int r = 0; r < rows.length; r++) {
      pointers[r + 1] = pointers[r] + counts[r];
    }
    int[] selected = new int[pointers[rows.length]];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(columns, froms[r], selected, pointers[r], counts[r]);
    }
    return new CsrBlock(features, pointers, selected, values.select(froms, counts));
  }

  @Override
  public FeatureBlock minus(double[] centres) {
    int[] centred = IntStream.range(0, features).filter(j -> centres[j] != 0).toArray();
    int[] pointers = new int[rowPointers.length];
    int[] merged = new int[Math.addExact(columns.length, rows() * centred.length)];
    double[] moved = new double[merged.length];
    int to = 0;
    for (int i = 0; i < rows(); i++) {
      int entry = rowPointers[i];
      int end = rowPointers[i + 1];
      int next = 0;
      while (entry < end || next < centred.length) {
        boolean isStored =
            entry < end && (next == centred.length || columns[entry] <= centred[next]);
        int column = isStored ? columns[entry] : centred[next];
        if (next < centred.length && centred[next] == column) {
          next++;
        }
        merged[to] = column;
        moved[to++] = (isStored ? values.get(entry++) : 0) - centres[column];
      }
      pointers[i + 1] = to;
    }
    return new CsrBlock(
        features, pointers, Arrays.copyOf(merged, to), new F64Values(Arrays.copyOf(moved, to)));
  }

  @Override
  public long bytes() {
    return (long) columns.length * (Integer.BYTES + values.bytesPerValue())
        + (long) rowPointers.length * Integer.BYTES;
  }

  @Override
  public long contentHash() {
    long hash = Hashing.mix(rows(), features);
    for (int pointer : rowPointers) {
      hash = Hashing.mix(hash, pointer);
    }
    for (int column : columns) {
      hash = Hashing.mix(hash, column);
    }
    return Hashing.mix(hash, values.contentHash());
  }

  private static void addScaled(
      double factor, double[] from, int fromOffset, double[] to, int toOffset, int count) {
    for (int k = 0; k < count; k++) {
      to[toOffset + k] += factor * from[fromOffset + k];
    }
  }
}
