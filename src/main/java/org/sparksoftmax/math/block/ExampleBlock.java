package org.sparksoftmax.math.block;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * A block of consecutive examples: features, targets and example weights. The target of a row is
 * either a class or a probability for each class (soft labels). Immutable.
 */
public final class ExampleBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Label of a row whose class is not a class of the model. */
  public static final int UNKNOWN_LABEL = -1;

  private final long order;
  private final FeatureBlock features;
  private final int[] labels;
  private final double[] exampleWeights;

  /** N×K, row-major; null if each row has a single class. */
  private final Values targets;

  /** Whether any label is {@link #UNKNOWN_LABEL}; cached because every pass reads it. */
  private final boolean unknownLabel;

  /** The content hash; 0 until it is computed, then serialised with the block. */
  private long contentHash;

  /**
   * Creates a block of examples with one class each.
   *
   * @param order position of the block in its data set, by which blocks are sorted
   * @param labels class of each row, 0..K−1 or {@link #UNKNOWN_LABEL}
   * @param exampleWeights weight of each row, or null if all are 1
   */
  public ExampleBlock(long order, FeatureBlock features, int[] labels, double[] exampleWeights) {
    this(order, features, labels, exampleWeights, null);
  }

  /**
   * @param order position of the block in its data set, by which blocks are sorted
   * @param labels class of each row, 0..K−1 or {@link #UNKNOWN_LABEL}; if there are targets, the
   *     class with the largest target ({@link #largestTargets})
   * @param exampleWeights weight of each row, or null if all are 1
   * @param targets target probabilities (N×K, row-major), each row summing to 1; null if each row
   *     has a single class
   */
  public ExampleBlock(
      long order, FeatureBlock features, int[] labels, double[] exampleWeights, Values targets) {
    int rows = features.rows();
    if (labels.length != rows || (exampleWeights != null && exampleWeights.length != rows)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid block: %d labels for %d rows", labels.length, rows));
    }
    if (targets != null && (rows == 0 ? targets.length() > 0 : targets.length() % rows != 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid block: %d targets for %d rows (must be a multiple)",
              targets.length(),
              rows));
    }
    this.order = order;
    this.features = features;
    this.labels = labels;
    this.exampleWeights = exampleWeights;
    this.targets = targets;
    this.unknownLabel = Arrays.stream(labels).anyMatch(label -> label == UNKNOWN_LABEL);
  }

  /** The class with the largest of the N×K targets in each row, the first in case of ties. */
  public static int[] largestTargets(Values targets, int rows) {
    int classes = rows == 0 ? 0 : targets.length() / rows;
    int[] largest = new int[rows];
    for (int i = 0; i < rows; i++) {
      for (int k = 1; k < classes; k++) {
        if (targets.get(i * classes + k) > targets.get(i * classes + largest[i])) {
          largest[i] = k;
        }
      }
    }
    return largest;
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

  /** Whether the rows have target probabilities rather than a single class. */
  public boolean hasTargets() {
    return targets != null;
  }

  /** The target probabilities, N×K, row-major; null if each row has a single class. */
  public Values targets() {
    return targets;
  }

  /** The target probability of class {@code k} in row {@code i}, with K = {@code classes}. */
  public double target(int i, int k, int classes) {
    if (targets == null) {
      return k == labels[i] ? 1.0 : 0.0;
    }
    return targets.get(i * classes + k);
  }

  /** The weight of row {@code i}. */
  public double exampleWeight(int i) {
    return exampleWeights == null ? 1.0 : exampleWeights[i];
  }

  /** A copy of the first {@code rows} rows. */
  public ExampleBlock head(int rows) {
    return select(IntStream.range(0, rows).toArray());
  }

  /** A copy of the given rows, in the given order. */
  public ExampleBlock select(int[] rows) {
    return new ExampleBlock(
        order,
        features.select(rows),
        Arrays.stream(rows).map(i -> labels[i]).toArray(),
        exampleWeights == null
            ? null
            : Arrays.stream(rows).mapToDouble(i -> exampleWeights[i]).toArray(),
        targets == null ? null : selectTargets(rows));
  }

  private Values selectTargets(int[] rows) {
    int classes = labels.length == 0 ? 0 : targets.length() / labels.length;
    int[] froms = Arrays.stream(rows).map(i -> i * classes).toArray();
    int[] counts = new int[rows.length];
    Arrays.fill(counts, classes);
    return targets.select(froms, counts);
  }

  /** The same rows with their values stored in float64. */
  public ExampleBlock inF64() {
    return new ExampleBlock(
        order,
        features.withValues(inF64(features.values())),
        labels,
        exampleWeights,
        targets == null ? null : inF64(targets));
  }

  private static Values inF64(Values values) {
    double[] wide = new double[values.length()];
    values.widenInto(0, wide.length, wide, 0);
    return new F64Values(wide);
  }

  /** Σ w. */
  public double exampleWeightSum() {
    return exampleWeights == null ? labels.length : Arrays.stream(exampleWeights).sum();
  }

  /** Whether any row has {@link #UNKNOWN_LABEL}. */
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
      // Hashed only if present, so that blocks without targets keep their hash.
      contentHash = targets == null ? hash : Hashing.mix(hash, targets.contentHash());
    }
    return contentHash;
  }
}
