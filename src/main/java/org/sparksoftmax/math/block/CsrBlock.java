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

  @Override
  public WeightOrder weightOrder() {
    return WeightOrder.FEATURE_MAJOR;
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
}
