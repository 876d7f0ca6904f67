package org.sparksoftmax.linalg;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Some consecutive examples: features, class labels and example weights. Immutable. */
public final class ExampleBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Label of a row whose class the model does not know. */
  public static final int UNKNOWN_LABEL = -1;

  private final long order;
  private final FeatureBlock features;
  private final int[] labels;
  private final double[] exampleWeights;

  /** Whether a label is {@link #UNKNOWN_LABEL}: asked for in every pass. */
  private final boolean unknownLabel;

  /** The content hash once it has been asked for, which is then sent along; 0 before. */
  private long contentHash;

  /**
   * @param order position of the block in its data set: blocks sort by it
   * @param labels class of each row, 0..K−1 or {@link #UNKNOWN_LABEL}
   * @param exampleWeights weight of each row, or null if all are 1
   */
  public ExampleBlock(long order, FeatureBlock features, int[] labels, double[] exampleWeights) {
    if (labels.length != features.rows()
        || (exampleWeights != null && exampleWeights.length != features.rows())) {
      throw new IllegalArgumentException(
          "Invalid block: %d labels for %d rows".formatted(labels.length, features.rows()));
    }
    this.order = order;
    this.features = features;
    this.labels = labels;
    this.exampleWeights = exampleWeights;
    this.unknownLabel = Arrays.stream(labels).anyMatch(label -> label == UNKNOWN_LABEL);
  }

  public long order() {
    return order;
  }

  public FeatureBlock features() {
    return features;
  }

  public int rows() {
    return labels.length;
  }

  /** The class of row {@code i}. */
  public int label(int i) {
    return labels[i];
  }

  /** The weight of row {@code i}. */
  public double exampleWeight(int i) {
    return exampleWeights == null ? 1.0 : exampleWeights[i];
  }

  /** The first {@code rows} rows, copied. */
  public ExampleBlock head(int rows) {
    return select(IntStream.range(0, rows).toArray());
  }

  /** Some rows, in the order given, copied. */
  public ExampleBlock select(int[] rows) {
    return new ExampleBlock(
        order,
        features.select(rows),
        Arrays.stream(rows).map(i -> labels[i]).toArray(),
        exampleWeights == null
            ? null
            : Arrays.stream(rows).mapToDouble(i -> exampleWeights[i]).toArray());
  }

  /** The same rows with their values stored in float64. */
  public ExampleBlock inF64() {
    double[] values = new double[features.values().length()];
    features.values().widenInto(0, values.length, values, 0);
    return new ExampleBlock(
        order, features.withValues(new F64Values(values)), labels, exampleWeights);
  }

  /** Σ w. */
  public double exampleWeightSum() {
    return exampleWeights == null ? labels.length : Arrays.stream(exampleWeights).sum();
  }

  /** Whether a row has a class that the model does not know. */
  public boolean hasUnknownLabel() {
    return unknownLabel;
  }

  /** A 64-bit hash of everything in the block, for the data fingerprint. */
  public long contentHash() {
    if (contentHash == 0) {
      long hash = Hashing.mix(order, features.contentHash());
      for (int i = 0; i < labels.length; i++) {
        hash = Hashing.mix(hash, labels[i]);
        hash = Hashing.mix(hash, Double.doubleToRawLongBits(exampleWeight(i)));
      }
      contentHash = hash;
    }
    return contentHash;
  }
}
